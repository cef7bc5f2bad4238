namespace Windrow.Core.Configuration;

/// <summary>The declared options of a plug-in or of a part of a file, whatever class they are bound to.</summary>
public abstract class OptionSet
{
    private protected OptionSet(string? title) => Title = title;

    /// <summary>What the options belong to, for messages: <c>the file sink</c>. Null: <c>this mapping</c>.</summary>
    public string? Title { get; }

    /// <summary>The options in the order of their declaration.</summary>
    public IReadOnlyList<OptionInfo> Options => Infos;

    private protected List<OptionInfo> Infos { get; } = [];

    /// <summary>Binds a mapping to an object that nobody keeps: for its diagnostics only.</summary>
    public abstract void Validate(MappingNode node, DiagnosticBag diagnostics, BindSettings? settings = null);
}
