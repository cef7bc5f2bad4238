using Windrow.Core.Messages;

namespace Windrow.Events.Gatherer;

/// <summary>The files of a slot, and what they have in common: the values of the first one, the earliest start, the latest end, all sensors.</summary>
internal sealed class SlotData
{
    private static readonly MetadataKey Sensor = "sensor";
    private static readonly MetadataKey Start = "start_time";
    private static readonly MetadataKey End = "end_time";
    private static readonly MetadataKey Dataset = "dataset";

    // What a file in a dataset has, and the slot therefore has not.
    private static readonly MetadataKey[] OfFiles = ["uri", "uid", "filesystem", "path"];
    private static readonly MetadataKey[] NotCommon = [.. OfFiles, "channel_name", "segment", Sensor, Dataset, "collection"];

    private readonly MetadataBuilder _common = new();
    private readonly Dictionary<MetadataKey, MetadataValue> _known = [];
    private readonly List<(string Name, string Common, SlotSet Set)> _sets = [];
    private readonly List<MetadataValue> _sensors = [];

    /// <summary>When it is, as a person would write it.</summary>
    public string Time { get; private set; } = "";

    /// <returns>False: it is not of the same slot as the first one of its set, though its time is.</returns>
    public bool Add(Metadata file)
    {
        var name = file.TryGetString(GathererKeys.Set, out var set) ? set : "";
        var common = file.TryGetString(GathererKeys.Common, out var same) ? same : "";
        var at = _sets.FindIndex(each => each.Name == name);
        if (at < 0)
        {
            at = _sets.Count;
            _sets.Add((name, common, new SlotSet()));
        }
        else if (_sets[at].Common != common)
        {
            return false;
        }

        if (Time.Length == 0 && file.TryGet(GathererKeys.Slot, out var slot))
            Time = slot.ToString();
        foreach (var (key, value) in file)
        {
            if (Array.IndexOf(NotCommon, key) >= 0 || key.Name.StartsWith("posttroll.", StringComparison.Ordinal))
                continue;
            if (!_known.TryGetValue(key, out var before) || (key == Start && Precedes(value, before)) || (key == End && Precedes(before, value)))
                _known[key] = value;
        }

        AddSensors(file, _sensors);
        AddSensors(file, _sets[at].Set.Sensors);
        AddFiles(file, _sets[at].Set.Files);
        return true;
    }

    public Metadata Build(SlotOptions options)
    {
        foreach (var (key, value) in _known)
            _common.Set(key, value);
        if (_sensors.Count > 0)
            _common.Set(Sensor, ListOf(_sensors));
        if (options.Sets.Count == 1 || options.Bundles)
            return _common.Set(Dataset, ListOf(InOrder(options).SelectMany(static each => each.Set.Files))).Build();
        var collection = new MetadataBuilder();
        foreach (var (name, set) in InOrder(options))
            collection.Set(name, MetadataValue.Of(new MetadataBuilder().Set(Dataset, ListOf(set.Files)).Set(Sensor, ListOf(set.Sensors)).Build()));
        return _common.Set("collection", MetadataValue.Of(collection.Build())).Build();
    }

    // As the configuration names them; one of which nothing has come is empty.
    private IEnumerable<(string Name, SlotSet Set)> InOrder(SlotOptions options) => options.Sets.Select(name => (name, _sets.Find(each => each.Name == name).Set ?? new SlotSet()));

    private static bool Precedes(MetadataValue one, MetadataValue other) => one.TryGetTimestamp(out var first) && other.TryGetTimestamp(out var second) && first < second;

    private static void AddSensors(Metadata file, List<MetadataValue> into)
    {
        if (!file.TryGet(Sensor, out var sensor))
            return;
        ReadOnlySpan<MetadataValue> all = sensor.TryGetList(out var list) ? list.Items : [sensor];
        foreach (var each in all)
        {
            if (!into.Contains(each))
                into.Add(each);
        }
    }

    // A message of a dataset brings several.
    private static void AddFiles(Metadata message, List<MetadataValue> into)
    {
        if (message.TryGet(Dataset, out var dataset) && dataset.TryGetList(out var files))
        {
            into.AddRange(files.Items);
            return;
        }

        var file = new MetadataBuilder();
        foreach (var key in OfFiles)
        {
            if (message.TryGet(key, out var value))
                file.Set(key, value);
        }

        into.Add(MetadataValue.Of(file.Build()));
    }

    private static MetadataValue ListOf(IEnumerable<MetadataValue> items) => MetadataValue.Of(new MetadataList([.. items]));
}
