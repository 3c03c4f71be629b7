"""The main job with asyncio; see fill_open_shifts.py.

    python fill_open_shifts_async.py [STORE_URL]
"""

import asyncio
import sys

import careweave
import sandbox_phones


async def main(store_url: str = "sqlite:careweave.db") -> None:
    async with careweave.AsyncWellSky.from_env() as ws, await careweave.Store.open_async(store_url) as store:
        job = await ws.fill_open_shifts(store, now=await asyncio.to_thread(sandbox_phones.now))
        async for offer in job.offers():
            # The phones of the sandbox are blocking code; a thread keeps the event loop free.
            replies = await asyncio.to_thread(sandbox_phones.offer, offer.shift_id, offer.caregiver_ids)
            for reply in replies:
                if reply.says_yes:
                    await job.claim(offer.shift_id, reply.caregiver_id)
                else:
                    await job.decline(offer.shift_id, reply.caregiver_id)
        print((await job.report()).to_json())


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:2]))
