def isGeoTiff(extractor, connector, host, secret_key, resource, rulemap):
    whole = any(file["filename"].endswith("_left.tif") for file in resource["files"])
    return {name: {"process": whole, "parameters": {}} for name in rulemap["extractors"]}
