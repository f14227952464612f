"""A heap of nodes by key, in two arrays."""

from nanocore.planning._typing import Ints, Nodes, compiled


@compiled
def push(keys: Ints, nodes: Nodes, size: int, key: int, node: int) -> int:
    """Put a node on the heap; the heap's new size."""
    at = size
    while at > 0:
        up = (at - 1) >> 1
        if keys[up] <= key:
            break
        keys[at] = keys[up]
        nodes[at] = nodes[up]
        at = up
    keys[at] = key
    nodes[at] = node
    return size + 1


@compiled
def pop(keys: Ints, nodes: Nodes, size: int) -> int:
    """Take the least off the heap, after it has been read at 0; the heap's new size."""
    size -= 1
    key = keys[size]
    node = nodes[size]
    at = 0
    while True:
        down = 2 * at + 1
        if down >= size:
            break
        if down + 1 < size and keys[down + 1] < keys[down]:
            down += 1
        if keys[down] >= key:
            break
        keys[at] = keys[down]
        nodes[at] = nodes[down]
        at = down
    keys[at] = key
    nodes[at] = node
    return size
