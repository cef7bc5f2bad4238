namespace Windrow.Events.Clowder.Serving;

/// <summary>Where the bytes of a file are that the flow brings.</summary>
public enum ContentPlace
{
    InPlace,
    Copy,
}
