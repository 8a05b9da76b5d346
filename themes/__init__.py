"""How Guildhall looks: layouts, components, blocks, icons, tokens, print and e-mail styles, brand settings."""
