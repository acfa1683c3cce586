#!/usr/bin/env python3
"""A linked folder of FILES (default 50000) files of SIZE (1024) random bytes on each device: WORK TOOL [NODES].
How long it takes to be everywhere; a whole look at it when nothing has changed, three times; one small change in it, median
of TIMES (default 10); the renaming of a directory that has a tenth of the files. BENCH is the directory of lib.py; the
devices talk over loopback, whose bytes are counted, so run it in a network namespace of its own."""
import os, statistics, sys, urllib.request
sys.path.insert(0, os.environ['BENCH'])
from lib import *

FILES = int(os.environ.get('FILES', 50000))
SIZE = int(os.environ.get('SIZE', 1024))
TIMES = int(os.environ.get('TIMES', 10))
ROOMS = 100

def made(at):
    """Ten directories of ten directories each, no two files alike and none that can be packed."""
    for room in range(ROOMS):
        inner = f'{at}/{room // 10}/{room % 10}'
        os.makedirs(inner)
        for k in range(FILES // ROOMS):
            with open(f'{inner}/{k}.txt', 'wb') as f: f.write(os.urandom(SIZE))

def used(tool, node): return cpu_rss(tool.pids()[node])[0]

def quiet(tool, node, since, patience=1.0):
    """Waits until a device has nothing to do; returns when it last had, in seconds since then. Until now it had."""
    pid, at = tool.pids()[node], time.time()
    last = cpu_rss(pid)[0]
    while time.time() - at < patience:
        now = cpu_rss(pid)[0]
        if now - last > .015: last, at = now, time.time()
        time.sleep(.05)
    return at - since

def look(tool, node):
    """Asks for a look at all of the folder; seconds, and CPU seconds of the device."""
    before, t0 = used(tool, node), time.time()
    if tool.name == 'syncthing':
        port = int(os.environ.get('PORT_BASE', 22100)) + 50 + node
        ask = urllib.request.Request(f'http://127.0.0.1:{port}/rest/db/scan?folder=bench', data=b'', headers={'X-API-Key': 'bench-api-key'})
        urllib.request.urlopen(ask).read()
    else: tool.do('look', node)
    took = quiet(tool, node, t0)
    return round(took, 2), round(used(tool, node) - before, 2)

def names(at):
    """Files that have their names; what is still being written has another."""
    return sum(f.endswith('.txt') for _, _, fs in os.walk(at) for f in fs)

def has(file, text):
    try: return open(file, 'rb').read() == text.encode()
    except FileNotFoundError: return False

def until(so, t0, limit=600):
    while not so():
        if time.time() - t0 > limit: raise SystemExit('timeout')
        time.sleep(.02)
    return round(time.time() - t0, 3)

if __name__ == '__main__':
    tool, n = args()
    with started(tool, n):
        src = f'{tool.work}/src'; made(src)
        t0 = time.time(); tool.do('put', 1, src, 'many')
        mine, theirs = (tool.do('path', k, 'many') for k in (1, 2))
        arrived = until(lambda: os.path.isdir(theirs) and names(theirs) >= FILES, t0)
        for k in (1, 2): quiet(tool, k, time.time(), 5)
        looks = [look(tool, 1) for _ in range(3)]
        changes = []
        for i in range(TIMES):
            text, t0 = f'change {i}\n' * 100, time.time()
            with open(f'{mine}/3/4/5.txt', 'w') as f: f.write(text)
            changes.append(until(lambda: has(f'{theirs}/3/4/5.txt', text), t0)); time.sleep(.5)
        for k in (1, 2): quiet(tool, k, time.time(), 3)
        sent, t0 = tool.net(), time.time()
        os.rename(f'{mine}/7', f'{mine}/seven')
        renamed = until(lambda: os.path.isdir(f'{theirs}/seven') and names(f'{theirs}/seven') == FILES // 10 and not os.path.exists(f'{theirs}/7'), t0)
        for k in (1, 2): quiet(tool, k, time.time(), 2)
        report(tool, f'many x{n}', files=FILES, arrived_s=arrived, looks_s_cpu=looks, change_median_s=round(statistics.median(changes), 3), change_max_s=max(changes),
               rename_s=renamed, rename_sent_mb=round((tool.net() - sent) / 1e6, 2), rss_mib=[round(cpu_rss(p)[1]) for p in tool.pids().values()], peak_mib=[round(cpu_rss(p)[2]) for p in tool.pids().values()])
