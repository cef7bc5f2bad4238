namespace Windrow.Maps.Pantries;

/// <summary>By which conditions of the input definitions messages are recognised.</summary>
public enum InputFilter
{
    /// <summary>Under <c>arkimet</c>: what arkimet knows of a message.</summary>
    Arkimet,

    /// <summary>Under <c>eccodes</c>: the message's keys.</summary>
    EcCodes,
}
