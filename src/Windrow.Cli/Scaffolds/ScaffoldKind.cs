namespace Windrow.Cli.Scaffolds;

/// <summary>What <c>windrow new plugin</c> writes.</summary>
internal enum ScaffoldKind
{
    Source,
    Action,
    Sink,

    /// <summary>A kind of rule for the action <c>route</c>.</summary>
    Rule,
}
