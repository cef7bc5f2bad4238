def rule(*args):
    return {}


def other(*args):
    return {}
