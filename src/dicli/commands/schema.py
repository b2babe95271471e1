"""The command `schema`: the JSON Schema of catalogue files."""

from dicli.output.terminal import write


def schema_command() -> None:
    """Print the JSON Schema of catalogue files.

    Editors and other tools use it to validate and complete catalogue files.

    \b
    Example:
      dicli schema > catalogue.schema.json
    """
    from dicli.files.structure import schema_text

    write([schema_text()])
