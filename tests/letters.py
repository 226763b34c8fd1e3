"""Letters that several tests try."""

GOOD = """\
Dear Seller Performance Team,

This is about ASIN B0C7QKL2MN and complaint 88214471 of 2 May 2025.

Root cause
- From 12 to 29 April 2025 we sold 41 lamps of lot A77 with a two-pin plug. We did not compare the plug with the listing when the lot came in.
- Our goods-in sheet had no line for the plug. That was my omission as warehouse manager.

Corrective actions
- On 3 May I stopped the sale and had all 112 lamps of lot A77 sent back, removal order R-20931.
- By 5 May all 41 buyers had their money back and a message that tells them not to use an adapter.
- On 6 May Holm Elektro AB replaced the lot; invoice 4711 and the test report EN 60598 are attached.

Preventive measures
- Since 6 May Ana Kovac opens 8 of 80 cartons of each lot and signs sheet QC-14, which now lists plug, voltage and label.
- Every Monday I compare five listings with the sheet; the first check on 12 May found nothing wrong.

We ask you to review ASIN B0C7QKL2MN. If a document is missing we send it the same day.

Kind regards,
Jan Berg
"""
BAD = """\
Dear Amazon,

We take full responsibility and sincerely apologize for any inconvenience. The customers lied about the item and it is Amazon's fault.
You must reinstate our account immediately or our lawyer will contact you!!!
We have improved our process and will be more careful. Order XXXX was refunded.
"""
