namespace Windrow.Core.Flows.Testing;

/// <summary>Whether the order matters in which messages came.</summary>
public enum TestOrder : byte
{
    Any,

    AsWritten,
}
