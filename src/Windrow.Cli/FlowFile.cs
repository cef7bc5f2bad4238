using Windrow.Cli.PlugIns;
using Windrow.Core;
using Windrow.Core.Configuration;
using Windrow.Core.Flows;
using Windrow.Core.Flows.Composition;
using Windrow.Core.PlugIns;
using Windrow.Core.State;
using Windrow.Events.Gatherer;
using Windrow.Events.Gatherer.Ini;
using Windrow.Events.Trollflow;
using Windrow.Exec.Rulechecker;
using Windrow.Fields.PlanFiles;

namespace Windrow.Cli;

/// <summary>
/// Reads and validates a flow file, or a file of a peer that stands for one, for every command that takes one. <c>FILE#SECTION</c> names a section of a plan file
/// of multio or of an <c>.ini</c> file, for commands without options for that.
/// </summary>
internal sealed class FlowFile(EngineServices services, PlugInCatalog plugIns)
{
    /// <summary>The environment variable that names overlays, as PATH names directories.</summary>
    public const string OverlayVariable = "WINDROW_OVERLAY";

    public DiagnosticBag Diagnostics { get; } = new();

    /// <summary>Which section of a plan file is meant: <see cref="PlanFile.ClientSection"/> or the name of a server section; or which of an <c>.ini</c> file. Null: not said.</summary>
    public string? Section { get; init; }

    /// <summary>The port of this process among the servers of a section; null: the file says it.</summary>
    public int? Port { get; init; }

    /// <summary>Files to be laid over the flow, behind those that it and the environment name.</summary>
    public IReadOnlyList<string> Overlays { get; init; } = [];

    /// <summary>The flow is to be run, so what is known and not in this version is an error.</summary>
    public bool IsToRun { get; init; }

    /// <returns>The one flow that is meant; null when there are errors, which are in <see cref="Diagnostics"/>.</returns>
    public FlowDefinition? Read(string path)
    {
        var one = ReadOne(path);
        return Diagnostics.HasErrors ? null : one?.Definition;
    }

    /// <summary>
    /// Where the one flow that is meant keeps its state, for commands that look at nothing else: whoever looks need not know the secrets of its sources and actions.
    /// </summary>
    /// <param name="state">Null: the flow keeps none.</param>
    /// <returns>False when there are errors, which are in <see cref="Diagnostics"/>.</returns>
    public bool TryReadState(string path, out StateLocation? state)
    {
        var one = ReadOne(path);
        state = one?.Definition?.State;
        if (one is null || !Diagnostics.HasErrors || !LacksSecretsBesideState(one.Root))
            return one is not null && !Diagnostics.HasErrors;

        // Without them the rest of the file cannot be judged.
        var found = new DiagnosticBag();
        state = new FlowReader(plugIns, services, found).ReadState(one.Root, path);
        foreach (var finding in found.Sorted)
            Diagnostics.Add(finding);
        return !found.HasErrors;
    }

    private ReadFlow? ReadOne(string path)
    {
        var flows = ReadAll(path);
        if (flows.Count > 1)
        {
            Diagnostics.Error(
                Rules.NotAFlow, new SourceLocation(path, 0, 0), $"the file has several sections: {string.Join(", ", flows.Select(static flow => flow.Section))}",
                $"choose one {(flows[0].IsOfIni ? "with -C NAME" : "with --client or --server NAME")}, or as {path}#{flows[0].Section}");
            return null;
        }

        return flows.SingleOrDefault();
    }

    /// <summary>All flows that a file holds: the one of a flow file, or one for each section of a plan file that is meant.</summary>
    public IReadOnlyList<ReadFlow> ReadAll(string path)
    {
        var section = Section;
        if (section is null && services.Files.Find(path) is null && path.LastIndexOf('#') is > 0 and var mark)
            (path, section) = (path[..mark], path[(mark + 1)..]);
        var secrets = new SecretSource(ReadCredential, services.Environment);
        var files = new ConfigFiles(services, Diagnostics, new NativeSubstitution(services.Environment, secrets));
        var composer = new FlowComposer(files);
        if (files.ReadBytes(path, new SourceLocation(path, 0, 0), "name a flow file; 'windrow new flow' writes one") is not { } bytes)
            return [];
        if (GathererIni.Recognises(bytes))
            return ReadIni(bytes, path, section, composer);
        if (section is null && ReadGatherer(bytes, path) is { } gatherer)
            return ReadGatherer(gatherer, path, composer);
        if (section is null && ReadTrollflow(bytes, path) is { } trollflow)
            return ReadTrollflow(trollflow, path, composer);
        if (section is null && IsRuleMap(bytes, path))
            return ReadRuleMap(path, composer);
        if (section is not null || IsPlanFile(bytes, path))
            return ReadSections(path, section, composer);
        var root = composer.Read(bytes, path, AllOverlays());
        return root is null || !PlugInLoading.Load(plugIns, services, path, root, Diagnostics)
            ? []
            : [new ReadFlow(null, root, new FlowReader(plugIns, services, Diagnostics).Read(root, path), composer.Overlays)];
    }

    private bool LacksSecretsBesideState(ConfigNode root)
    {
        var state = ((root as MappingNode)?["settings"] as MappingNode)?["state"]?.Location;
        var lacking = Diagnostics.Sorted.Where(static finding => finding.Rule == Rules.UnknownSecret).ToList();
        return lacking.Count > 0 && lacking.TrueForAll(finding => finding.Location != state);
    }

    // What is wrong with the file is found when it is read in earnest.
    private static bool IsPlanFile(byte[] bytes, string path) => PlanFile.Recognises(ConfigReader.Read(bytes, path, new DiagnosticBag(), ConfigDialect.Multio));

    private static ConfigNode? ReadGatherer(byte[] bytes, string path)
    {
        var root = ConfigReader.Read(bytes, path, new DiagnosticBag(), ConfigDialect.Yaml11);
        return GathererFile.Recognises(root) ? root : null;
    }

    private IReadOnlyList<ReadFlow> ReadGatherer(ConfigNode gatherer, string path, FlowComposer composer)
    {
        if (GathererFile.Translate(gatherer, Path.GetFileNameWithoutExtension(path), Diagnostics) is not { } root || !PlugInLoading.Load(plugIns, services, path, null, Diagnostics))
            return [];
        root = composer.Overlay(root, AllOverlays());
        return [new ReadFlow(null, root, new FlowReader(plugIns, services, Diagnostics).Read(root, path), composer.Overlays)];
    }

    private List<ReadFlow> ReadIni(byte[] bytes, string path, string? section, FlowComposer composer)
    {
        var file = GathererIni.Read(bytes, path, Diagnostics);
        var flows = new List<ReadFlow>();
        if (Diagnostics.HasErrors || !PlugInLoading.Load(plugIns, services, path, null, Diagnostics))
            return flows;
        IReadOnlyList<string> wanted = section is null ? file.Sections : [section];
        foreach (var each in wanted)
        {
            if (file.Translate(each) is not { } root)
                continue;
            root = composer.Overlay(root, AllOverlays());
            flows.Add(new ReadFlow(each, root, new FlowReader(plugIns, services, Diagnostics).Read(root, path), composer.Overlays) { IsOfIni = true });
        }

        return flows;
    }

    private ConfigNode? ReadTrollflow(byte[] bytes, string path)
    {
        if (!TrollflowFile.MayBe(bytes) || !TrollflowFile.Recognises(ConfigReader.Read(bytes, path, new DiagnosticBag(), TrollflowFile.Dialect)))
            return null;
        return ConfigReader.Read(bytes, path, Diagnostics, TrollflowFile.Dialect);
    }

    private IReadOnlyList<ReadFlow> ReadTrollflow(ConfigNode trollflow, string path, FlowComposer composer)
    {
        if (TrollflowFile.Translate(trollflow, Path.GetFileNameWithoutExtension(path), IsToRun, Diagnostics) is not { } root || !PlugInLoading.Load(plugIns, services, path, null, Diagnostics))
            return [];
        TrollflowFile.AddLater(plugIns);
        root = composer.Overlay(root, AllOverlays());
        return [new ReadFlow(null, root, new FlowReader(plugIns, services, Diagnostics).Read(root, path), composer.Overlays)];
    }

    // JSON, so flow files need not be read for it.
    private static bool IsRuleMap(byte[] bytes, string path) =>
        bytes.AsSpan().TrimStart(" \t\r\n"u8) is [(byte)'{', ..] && RulecheckerFile.Recognises(ConfigReader.Read(bytes, path, new DiagnosticBag()));

    private IReadOnlyList<ReadFlow> ReadRuleMap(string path, FlowComposer composer)
    {
        if (RulecheckerFile.Translate(path, services, Diagnostics) is not { } root || !PlugInLoading.Load(plugIns, services, path, null, Diagnostics))
            return [];
        root = composer.Overlay(root, AllOverlays());
        return [new ReadFlow(null, root, new FlowReader(plugIns, services, Diagnostics).Read(root, path), composer.Overlays)];
    }

    private List<ReadFlow> ReadSections(string path, string? section, FlowComposer composer)
    {
        var flows = new List<ReadFlow>();
        if (PlanFile.Read(path, services, Diagnostics) is not { } file || !PlugInLoading.Load(plugIns, services, path, null, Diagnostics))
            return flows;
        file.LocalPort = Port;
        foreach (var each in section is null ? file.Sections : [section])
        {
            if (file.Translate(each) is not { } root)
                continue;
            root = composer.Overlay(root, AllOverlays());
            flows.Add(new ReadFlow(each, root, file.Flow(root, plugIns), composer.Overlays));
        }

        return flows;
    }

    // Those of the environment are for every command alike, so that all of them speak of the same flow.
    private List<string> AllOverlays()
    {
        var listed = services.Environment(OverlayVariable) ?? "";
        return [.. listed.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries), .. Overlays];
    }

    // The directory that systemd hands credentials over in.
    private string? ReadCredential(string name)
    {
        var directory = services.Environment("CREDENTIALS_DIRECTORY");
        if (string.IsNullOrEmpty(directory) || services.Files.Find(Path.Combine(directory, name)) is null)
            return null;
        using var reader = new StreamReader(services.Files.OpenRead(Path.Combine(directory, name)));
        return reader.ReadToEnd().TrimEnd('\n');
    }
}
