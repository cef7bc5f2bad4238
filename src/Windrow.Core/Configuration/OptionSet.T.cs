using System.Globalization;

namespace Windrow.Core.Configuration;

/// <summary>
/// Declares the options of <typeparamref name="TOptions"/> once, by hand and without reflection; binding,
/// validation, JSON Schema, reference and scaffold come from it. Defaults are those of <c>new TOptions()</c>, read through the getters.
/// Declare it as a static field and do not change it afterwards.
/// </summary>
public sealed class OptionSet<TOptions>(string? title = null) : OptionSet(title)
    where TOptions : class, new()
{
    private readonly TOptions _defaults = new();
    private readonly List<Action<TOptions, ConfigNode, ValueBinder, OptionInfo>> _assign = [];
    private readonly List<Action<TOptions, OptionReport>> _checks = [];

    public OptionSet<TOptions> Text(
        string name, Func<TOptions, string?> get, Action<TOptions, string> set, string description,
        bool required = false, string? example = null, string[]? aliases = null) =>
        Add(
            new OptionInfo(name, OptionKind.Text, description) { Required = required, Example = example, Aliases = aliases ?? [], Default = Node(get(_defaults)) },
            (options, node, binder, info) =>
            {
                if (binder.Text(node, info) is { } value)
                    set(options, value);
            });

    /// <summary>A text of a certain form, such as a pattern or the name of a grid.</summary>
    /// <param name="name">The name of the option.</param>
    /// <param name="get">Gives the text of the default, null for none.</param>
    /// <param name="parse">Sets the option and returns null, or returns what is wrong: <c>it has no closing brace</c>.</param>
    /// <param name="description">One sentence or more.</param>
    /// <param name="required">Whether it has to be given.</param>
    /// <param name="example">What to write.</param>
    /// <param name="aliases">Older names.</param>
    public OptionSet<TOptions> Parsed(
        string name, Func<TOptions, string?> get, Func<TOptions, string, string?> parse, string description,
        bool required = false, string? example = null, string[]? aliases = null) =>
        Add(
            new OptionInfo(name, OptionKind.Text, description) { Required = required, Example = example, Aliases = aliases ?? [], Default = Node(get(_defaults)) },
            (options, node, binder, info) =>
            {
                if (binder.Text(node, info) is { } value && parse(options, value) is { } problem)
                    binder.BadText(node, info, problem);
            });

    /// <summary>A text that is shown, and may hold <c>${secret:name}</c>, which is shown as it is written.</summary>
    public OptionSet<TOptions> TextOrSecret(string name, Func<TOptions, string?> get, Action<TOptions, string, Secret?> set, string description, string? example = null) =>
        Add(
            new OptionInfo(name, OptionKind.Text, description) { Example = example, Default = Node(get(_defaults)) },
            (options, node, binder, info) =>
            {
                if (node is ScalarNode { Secret: { } secret })
                    set(options, secret.Redacted, secret);
                else if (binder.Text(node, info) is { } value)
                    set(options, value, null);
            });

    /// <summary>A text that is never shown. Beside <see cref="TextOrSecret"/> the only kind of option that takes <c>${secret:name}</c>.</summary>
    public OptionSet<TOptions> Secret(
        string name, Action<TOptions, Secret> set, string description,
        bool required = false, string? example = null, string[]? aliases = null) =>
        Add(
            new OptionInfo(name, OptionKind.Secret, description) { Required = required, Example = example, Aliases = aliases ?? [] },
            (options, node, binder, info) =>
            {
                if (binder.Secret(node, info) is { } value)
                    set(options, value);
            });

    public OptionSet<TOptions> Flag(
        string name, Func<TOptions, bool?> get, Action<TOptions, bool> set, string description,
        bool required = false, string? example = null, string[]? aliases = null) =>
        Add(
            new OptionInfo(name, OptionKind.Flag, description)
            {
                Required = required,
                Example = example ?? "true",
                Aliases = aliases ?? [],
                Default = get(_defaults) is { } value ? ScalarNode.Of(value) : null,
            },
            (options, node, binder, info) =>
            {
                if (binder.Flag(node, info) is { } value)
                    set(options, value);
            });

    public OptionSet<TOptions> Integer(
        string name, Func<TOptions, long?> get, Action<TOptions, long> set, string description,
        long? min = null, long? max = null, string? unit = null,
        bool required = false, string? example = null, string[]? aliases = null) =>
        Add(
            new OptionInfo(name, OptionKind.Integer, description)
            {
                Required = required,
                Example = example,
                Aliases = aliases ?? [],
                Unit = unit,
                Minimum = min,
                Maximum = max,
                Default = get(_defaults) is { } value ? ScalarNode.Of(value) : null,
            },
            (options, node, binder, info) =>
            {
                if (binder.Integer(node, info, min, max) is { } value)
                    set(options, value);
            });

    /// <summary>A whole number of 32 bits; what does not fit is out of range.</summary>
    public OptionSet<TOptions> Integer(
        string name, Func<TOptions, int?> get, Action<TOptions, int> set, string description,
        int? min = null, int? max = null, string? unit = null,
        bool required = false, string? example = null, string[]? aliases = null) =>
        Add(
            new OptionInfo(name, OptionKind.Integer, description)
            {
                Required = required,
                Example = example,
                Aliases = aliases ?? [],
                Unit = unit,
                Minimum = min,
                Maximum = max,
                Default = get(_defaults) is { } value ? ScalarNode.Of((long)value) : null,
            },
            (options, node, binder, info) =>
            {
                if (binder.Integer(node, info, min ?? int.MinValue, max ?? int.MaxValue) is { } value)
                    set(options, (int)value);
            });

    public OptionSet<TOptions> Number(
        string name, Func<TOptions, double?> get, Action<TOptions, double> set, string description,
        double? min = null, double? max = null, string? unit = null,
        bool required = false, string? example = null, string[]? aliases = null) =>
        Add(
            new OptionInfo(name, OptionKind.Number, description)
            {
                Required = required,
                Example = example,
                Aliases = aliases ?? [],
                Unit = unit,
                Minimum = min,
                Maximum = max,
                Default = get(_defaults) is { } value ? ScalarNode.Of(value) : null,
            },
            (options, node, binder, info) =>
            {
                if (binder.Number(node, info) is { } value)
                    set(options, value);
            });

    /// <summary>A span of time, <c>90s</c>, <c>1h30m</c> or <c>PT1H30M</c>; not negative unless <paramref name="min"/> is.</summary>
    public OptionSet<TOptions> Duration(
        string name, Func<TOptions, TimeSpan?> get, Action<TOptions, TimeSpan> set, string description,
        TimeSpan? min = null, TimeSpan? max = null,
        bool required = false, string? example = null, string[]? aliases = null) =>
        Add(
            new OptionInfo(name, OptionKind.Duration, description)
            {
                Required = required,
                Example = example,
                Aliases = aliases ?? [],
                Minimum = (min ?? TimeSpan.Zero).TotalSeconds,
                Maximum = max?.TotalSeconds,
                Default = get(_defaults) is { } value ? ScalarNode.Of(DurationText.Format(value)) : null,
            },
            (options, node, binder, info) =>
            {
                if (binder.Duration(node, info, min ?? TimeSpan.Zero, max) is { } value)
                    set(options, value);
            });

    /// <summary>A size in bytes: <c>4096</c>, <c>64KiB</c>, <c>10MB</c>.</summary>
    public OptionSet<TOptions> ByteSize(
        string name, Func<TOptions, long?> get, Action<TOptions, long> set, string description,
        long min = 0, long? max = null,
        bool required = false, string? example = null, string[]? aliases = null) =>
        Add(
            new OptionInfo(name, OptionKind.ByteSize, description)
            {
                Required = required,
                Example = example,
                Aliases = aliases ?? [],
                Minimum = min,
                Maximum = max,
                Default = get(_defaults) is { } value ? ScalarNode.Of(ByteSizeText.Format(value)) : null,
            },
            (options, node, binder, info) =>
            {
                if (binder.ByteSize(node, info, min, max) is { } value)
                    set(options, value);
            });

    public OptionSet<TOptions> Choice<TEnum>(
        string name, Func<TOptions, TEnum?> get, Action<TOptions, TEnum> set, string description,
        (string Name, TEnum Value)[] choices,
        bool required = false, string? example = null, string[]? aliases = null)
        where TEnum : struct, Enum
    {
        return Add(
            new OptionInfo(name, OptionKind.Choice, description)
            {
                Required = required,
                Example = example,
                Aliases = aliases ?? [],
                Choices = NamesOf(choices),
                Default = get(_defaults) is { } value ? ScalarNode.Of(NameOf(choices, value)) : null,
            },
            (options, node, binder, info) =>
            {
                if (binder.Choice(node, info) is { } index)
                    set(options, choices[index].Value);
            });
    }

    /// <summary>One of names that are known only when the program is put together, such as those of registered plug-ins.</summary>
    public OptionSet<TOptions> Choice(
        string name, Func<TOptions, string?> get, Action<TOptions, string> set, string description,
        IReadOnlyList<string> choices,
        bool required = false, string? example = null, string[]? aliases = null) =>
        Add(
            new OptionInfo(name, OptionKind.Choice, description)
            {
                Required = required,
                Example = example,
                Aliases = aliases ?? [],
                Choices = choices,
                Default = Node(get(_defaults)),
            },
            (options, node, binder, info) =>
            {
                if (binder.Choice(node, info) is { } index)
                    set(options, choices[index]);
            });

    /// <summary>A list of choices, in the order in which they are written.</summary>
    public OptionSet<TOptions> Choices<TEnum>(
        string name, Func<TOptions, IReadOnlyList<TEnum>?> get, Action<TOptions, IReadOnlyList<TEnum>> set, string description,
        (string Name, TEnum Value)[] choices,
        bool required = false, string? example = null, string[]? aliases = null)
        where TEnum : struct, Enum
    {
        return Add(
            new OptionInfo(name, OptionKind.Choices, description)
            {
                Required = required,
                Example = example,
                Aliases = aliases ?? [],
                Choices = NamesOf(choices),
                Default = get(_defaults) is { } values ? new SequenceNode(values.Select(value => ScalarNode.Of(NameOf(choices, value)))) : null,
            },
            (options, node, binder, info) =>
            {
                if (binder.List(node, info, item => binder.Choice(item, info)) is { } indices)
                    set(options, indices.ConvertAll(index => choices[index!.Value].Value));
            });
    }

    public OptionSet<TOptions> TextList(
        string name, Func<TOptions, IReadOnlyList<string>?> get, Action<TOptions, IReadOnlyList<string>> set, string description,
        bool required = false, string? example = null, string[]? aliases = null) =>
        Add(
            new OptionInfo(name, OptionKind.TextList, description)
            {
                Required = required,
                Example = example,
                Aliases = aliases ?? [],
                Default = get(_defaults) is { } values ? new SequenceNode(values.Select(value => ScalarNode.Of(value))) : null,
            },
            (options, node, binder, info) =>
            {
                if (binder.List(node, info, item => binder.Text(item, info)) is { } values)
                    set(options, values!);
            });

    /// <summary>A mapping of names to texts; numbers and booleans give their text.</summary>
    public OptionSet<TOptions> Map(
        string name, Func<TOptions, IReadOnlyDictionary<string, string>?> get, Action<TOptions, IReadOnlyDictionary<string, string>> set,
        string description, bool required = false, string? example = null, string[]? aliases = null) =>
        Add(
            new OptionInfo(name, OptionKind.Map, description)
            {
                Required = required,
                Example = example,
                Aliases = aliases ?? [],
                Default = get(_defaults) is { } map
                    ? new MappingNode(map.Select(pair => new ConfigEntry(ScalarNode.Of(pair.Key), ScalarNode.Of(pair.Value))))
                    : null,
            },
            (options, node, binder, info) =>
            {
                if (binder.Map(node, info) is { } value)
                    set(options, value);
            });

    /// <summary>A mapping of names to secrets, each of which is written as <c>${secret:name}</c>.</summary>
    public OptionSet<TOptions> SecretMap(string name, Action<TOptions, IReadOnlyDictionary<string, Secret>> set, string description, string? example = null) =>
        Add(
            new OptionInfo(name, OptionKind.Map, description) { Example = example },
            (options, node, binder, info) =>
            {
                if (binder.SecretMap(node, info) is { } value)
                    set(options, value);
            });

    /// <summary>A mapping with options of its own.</summary>
    public OptionSet<TOptions> Nested<TInner>(
        string name, OptionSet<TInner> inner, Action<TOptions, TInner> set, string description,
        bool required = false, string? example = null, string[]? aliases = null)
        where TInner : class, new() =>
        Add(
            new OptionInfo(name, OptionKind.Nested, description) { Required = required, Example = example, Aliases = aliases ?? [], Inner = inner },
            (options, node, binder, info) =>
            {
                if (binder.Mapping(node, info) is { } mapping)
                    set(options, inner.Bind(mapping, binder.Diagnostics, binder.InnerSettings));
            });

    /// <summary>A list of mappings with options of their own.</summary>
    /// <param name="name">The name of the option.</param>
    /// <param name="inner">The options of each.</param>
    /// <param name="set">Sets the option.</param>
    /// <param name="description">One sentence or more.</param>
    /// <param name="required">Whether it has to be given.</param>
    /// <param name="example">What to write.</param>
    /// <param name="aliases">Older names.</param>
    /// <param name="alsoKnown">Keys of a mapping that somebody else reads; null: there are none.</param>
    /// <param name="itemSchema">Writes the JSON Schema of an item, as the members of an object, where it is more than what <paramref name="inner"/> says.</param>
    public OptionSet<TOptions> ListOf<TInner>(
        string name, OptionSet<TInner> inner, Action<TOptions, IReadOnlyList<TInner>> set, string description,
        bool required = false, string? example = null, string[]? aliases = null, Func<MappingNode, IReadOnlyCollection<string>>? alsoKnown = null,
        Action<System.Text.Json.Utf8JsonWriter>? itemSchema = null)
        where TInner : class, new() =>
        Add(
            new OptionInfo(name, OptionKind.ListOf, description) { Required = required, Example = example, Aliases = aliases ?? [], Inner = inner, Schema = itemSchema },
            (options, node, binder, info) =>
            {
                var values = binder.List(
                    node, info, item => binder.Mapping(item, info) is { } mapping
                        ? inner.Bind(mapping, binder.Diagnostics, alsoKnown is null ? binder.InnerSettings : binder.InnerSettings with { AlsoKnown = alsoKnown(mapping) })
                        : null);
                if (values is not null)
                    set(options, values!);
            });

    /// <summary>Content that the plug-in reads itself: a filter, a list of sinks of several types.</summary>
    public OptionSet<TOptions> Node(
        string name, Action<TOptions, ConfigNode> set, string description,
        bool required = false, string? example = null, string[]? aliases = null, Action<System.Text.Json.Utf8JsonWriter>? schema = null) =>
        Add(
            new OptionInfo(name, OptionKind.Node, description) { Required = required, Example = example, Aliases = aliases ?? [], Schema = schema },
            (options, node, _, _) => set(options, node));

    /// <summary>Adds a condition over the bound options; it is asked only when every option by itself is right.</summary>
    public OptionSet<TOptions> Check(Action<TOptions, OptionReport> check)
    {
        _checks.Add(check);
        return this;
    }

    /// <summary>
    /// Binds a mapping and reports every error in it. The options returned are complete only when nothing was
    /// reported as an error.
    /// </summary>
    public TOptions Bind(MappingNode node, DiagnosticBag diagnostics, BindSettings? settings = null)
    {
        var options = new TOptions();
        var binder = new ValueBinder(diagnostics, settings ?? BindSettings.Native);
        var errors = diagnostics.ErrorCount;
        var names = OptionNames.Match(this, node, binder);
        for (var i = 0; i < names.Length; i++)
        {
            if (names[i] is { } value)
                _assign[i](options, value, binder, Infos[i]);
        }
        if (diagnostics.ErrorCount == errors)
        {
            var report = new OptionReport(node, this, diagnostics);
            foreach (var check in _checks)
                check(options, report);
        }
        return options;
    }

    public override void Validate(MappingNode node, DiagnosticBag diagnostics, BindSettings? settings = null) =>
        Bind(node, diagnostics, settings);

    private OptionSet<TOptions> Add(OptionInfo info, Action<TOptions, ConfigNode, ValueBinder, OptionInfo> assign)
    {
        Infos.Add(info);
        _assign.Add(assign);
        return this;
    }

    private static ScalarNode? Node(string? text) => text is null ? null : ScalarNode.Of(text);

    private static string[] NamesOf<TEnum>((string Name, TEnum Value)[] choices)
    {
        var names = new string[choices.Length];
        for (var i = 0; i < names.Length; i++)
            names[i] = choices[i].Name;
        return names;
    }

    private static string NameOf<TEnum>((string Name, TEnum Value)[] choices, TEnum value)
        where TEnum : struct, Enum
    {
        foreach (var choice in choices)
        {
            if (choice.Value.Equals(value))
                return choice.Name;
        }
        throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"the default {value} is none of the choices"), nameof(choices));
    }
}
