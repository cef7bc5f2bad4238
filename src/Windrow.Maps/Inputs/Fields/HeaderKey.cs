using Windrow.Core.Messages;
using Windrow.Native.EcCodes;

namespace Windrow.Maps.Inputs.Fields;

/// <summary>A GRIB key, as it is asked for of ecCodes and of a message.</summary>
internal sealed record HeaderKey(string Name)
{
    public EcCodesKey Native { get; } = Name;

    public MetadataKey Metadata { get; } = Name;

    public static implicit operator HeaderKey(string name) => new(name);
}
