"""How well the parts do, measured on what people have labelled by hand."""
