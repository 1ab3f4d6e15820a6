"""The QR code of a licence: an address, and behind its ``#`` the signed token."""

import io

import segno


def licence_address(url: str, token: str) -> str:
    """Give what the QR code holds.

    The token stands behind ``#`` because browsers send no fragment: it reaches no server log.
    """
    return f"{url}#{token}"


def qr_code_svg(text: str) -> str:
    """Draw a QR code with its quiet zone, error correction M or better.

    Raises:
        segno.DataOverflowError: the text has more than about 2300 bytes.
    """
    drawing = io.BytesIO()
    code = segno.make_qr(text, error="m")
    code.save(drawing, kind="svg", border=4, light="white", xmldecl=False)
    return drawing.getvalue().decode()
