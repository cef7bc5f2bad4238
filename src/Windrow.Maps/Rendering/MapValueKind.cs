namespace Windrow.Maps.Rendering;

/// <summary>The types of value that a drawing parameter can have.</summary>
public enum MapValueKind : byte
{
    Text,
    Integer,
    Real,
    Texts,
    Integers,
    Reals,
}
