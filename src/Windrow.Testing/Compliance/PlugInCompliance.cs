using Windrow.Core;
using Windrow.Core.Configuration;
using Windrow.Core.PlugIns;
using Xunit;

namespace Windrow.Testing.Compliance;

/// <summary>What holds for every plug-in: it is described, and its options are. Inherit one of the classes for its kind.</summary>
public abstract class PlugInCompliance : IDisposable
{
    // What is wrong with one value, whatever other options say.
    private static readonly Rule[] OfValues = [Rules.WrongType, Rules.OutOfRange, Rules.UnknownChoice, Rules.BadText, Rules.UnknownOption];

    private protected PlugInCompliance()
    {
    }

    /// <summary>
    /// The plug-in as a flow file has it: <c>type</c> and options, a key a line. Relative paths lead into <see cref="Directory"/>.
    /// </summary>
    protected abstract string Yaml { get; }

    /// <summary>A directory of this test's own, gone when it ends.</summary>
    protected string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("windrow-compliance-").FullName;

    /// <summary>Adds the plug-in to the catalog; what belongs to Windrow's core is in it already.</summary>
    protected abstract void Register(PlugInCatalog catalog);

    private protected abstract PlugInKind[] Kinds { get; }

    private protected PlugInCatalog NewCatalog()
    {
        var catalog = new PlugInCatalog().AddCore();
        Register(catalog);
        return catalog;
    }

    private protected PlugIn PlugIn
    {
        get
        {
            var node = Assert.IsType<MappingNode>(ConfigReader.Read(Yaml, "yaml", new DiagnosticBag()));
            var type = Assert.IsType<ScalarNode>(node["type"]).Text;
            var catalog = NewCatalog();
            PlugIn? found;
            var isThere = Kinds[0] == PlugInKind.Source ? catalog.TryGetSource(type, out found) : catalog.TryGetAction(type, out found);
            Assert.True(isThere, $"'{type}' is not registered");
            Assert.Contains(found!.Kind, Kinds);
            return found;
        }
    }

    public virtual void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);

    [Fact]
    public void Declaration_says_what_it_does_delivers_and_holds()
    {
        var plugIn = PlugIn;
        Assert.Matches("^[a-z][a-z0-9]*(-[a-z0-9]+)*$", plugIn.Name);
        Assert.All([plugIn.Summary, plugIn.Delivery, plugIn.Memory], static text => AssertSentence(text, "The declaration"));
    }

    [Fact]
    public void Every_option_is_described_and_its_default_and_example_bind()
    {
        var plugIn = PlugIn;
        CheckOptions(plugIn.Options);
    }

    [Fact]
    public void Options_of_the_test_bind_and_an_unknown_one_is_refused()
    {
        var (plugIn, diagnostics) = (PlugIn, new DiagnosticBag());
        Bind(plugIn, Yaml, diagnostics);
        Assert.Equal("", diagnostics.ToString());
        Bind(plugIn, $"{Yaml.TrimEnd()}\nno-such-option: 1\n", diagnostics);
        Assert.Contains(diagnostics.Sorted, static each => each.Rule == Rules.UnknownOption);
    }

    private protected Func<object>? Bind(PlugIn plugIn, string yaml, DiagnosticBag diagnostics)
    {
        var node = (MappingNode)ConfigReader.Read(yaml, "yaml", diagnostics)!;
        return plugIn.Bind(node, new PlugInContext(new EngineServices(), diagnostics, ConfigDialect.Native, Directory, "test", NewCatalog().Readers, false), ["type", "name"]);
    }

    private static void CheckOptions(OptionSet options)
    {
        Assert.Equal(options.Options.Count, options.Options.Select(static each => each.Name).Distinct().Count());
        foreach (var option in options.Options)
        {
            AssertSentence(option.Description, $"The description of '{option.Name}'");
            CheckExample(options, option);
            if (option.Default is { } value)
                CheckValue(options, option, new MappingNode([new ConfigEntry(ScalarNode.Of(option.Name), value)]), "default");
            if (option.Inner is { } inner)
                CheckOptions(inner);
        }
    }

    private static void CheckExample(OptionSet options, OptionInfo option)
    {
        var (example, diagnostics) = (OptionExample.Line(option), new DiagnosticBag());
        var secrets = new NativeSubstitution(static _ => "", new SecretSource(static _ => "secret", static _ => null));
        var node = ConfigReader.Read(example, "option", diagnostics, ConfigDialect.Native, secrets);
        Assert.True(node is MappingNode, $"The example of '{option.Name}' is no YAML: {example}\n{diagnostics}");
        CheckValue(options, option, (MappingNode)node, "example");
    }

    private static void CheckValue(OptionSet options, OptionInfo option, MappingNode mapping, string what)
    {
        var diagnostics = new DiagnosticBag();
        options.Validate(mapping, diagnostics);
        var wrong = diagnostics.Sorted.Where(static each => OfValues.Contains(each.Rule)).ToList();
        Assert.True(wrong.Count == 0, $"The {what} of '{option.Name}' does not bind: {string.Join('\n', wrong)}");
    }

    private static void AssertSentence(string text, string whose) =>
        Assert.True(text.Length > 3 && !char.IsLower(text[0]) && text.TrimEnd(')')[^1] == '.', $"{whose} is no sentence: '{text}'");
}
