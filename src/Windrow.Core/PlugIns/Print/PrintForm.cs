namespace Windrow.Core.PlugIns.Print;

/// <summary>What a line of <c>print</c> looks like.</summary>
public enum PrintForm : byte
{
    /// <summary>Kind, metadata, size and origin.</summary>
    Windrow,

    /// <summary>multio's <c>Message(version=…, tag=…, source=…, destination=…, metadata={…}, payload-size=…)</c>.</summary>
    Multio,
}
