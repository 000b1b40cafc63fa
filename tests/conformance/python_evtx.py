"""Prints what python3-evtx (Debian) reads: one line a record, tab-separated.

    python_evtx.py RECORDS FILE...     at most RECORDS of each file

file index, record id, event id, provider, channel, computer, then name=value of EventData/Data.
"""
import sys
import xml.etree.ElementTree as ElementTree

import Evtx.Evtx as evtx

NAMESPACE = "{http://schemas.microsoft.com/win/2004/08/events/event}"


def clean(text):
    return (text or "").replace("\t", " ").replace("\n", " ").replace("\r", " ")


def text_of(system, name):
    element = system.find(NAMESPACE + name)
    return clean(element.text) if element is not None else ""


def main():
    most = int(sys.argv[1])
    for index, path in enumerate(sys.argv[2:]):
        with evtx.Evtx(path) as log:
            for number, record in enumerate(log.records()):
                if number == most:
                    break
                try:
                    root = ElementTree.fromstring(record.xml())
                except Exception:  # it fails on what others read; those records are left out
                    continue
                system = root.find(NAMESPACE + "System")
                provider = system.find(NAMESPACE + "Provider")
                cells = [str(index), text_of(system, "EventRecordID"), text_of(system, "EventID"),
                         clean(provider.get("Name")), text_of(system, "Channel"),
                         text_of(system, "Computer")]
                for data in root.iterfind(f"{NAMESPACE}EventData/{NAMESPACE}Data"):
                    if data.get("Name"):
                        cells.append(clean(data.get("Name")) + "=" + clean(data.text))
                print("\t".join(cells))


sys.stdout.reconfigure(encoding="utf-8", errors="replace")
main()
