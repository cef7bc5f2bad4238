using System.Collections.Frozen;

namespace Windrow.Events.Trollflow;

/// <summary>A class of trollflow, trollflow-sat or posttroll that configurations name. Names are looked up here; nothing is ever made of them.</summary>
/// <param name="Name">Module and class.</param>
/// <param name="PlugIn">The plug-in that stands for it.</param>
/// <param name="IsOfMpop">It needs mpop, which ended with Python 2.</param>
internal sealed record KnownClass(string Name, ClassUse Use, string PlugIn, bool IsOfMpop = false)
{
    private static readonly FrozenDictionary<string, KnownClass> ByName = new KnownClass[]
    {
        new("posttroll.listener.ListenerContainer", ClassUse.Listener, "posttroll"),
        new("posttroll.subscriber.Subscriber", ClassUse.Listener, "posttroll"),
        new("posttroll.subscriber.NSSubscriber", ClassUse.Listener, "posttroll"),
        new("posttroll.subscriber.Subscribe", ClassUse.Listener, "posttroll"),
        new("posttroll.publisher.Publisher", ClassUse.Publisher, "posttroll"),
        new("posttroll.publisher.NoisyPublisher", ClassUse.Publisher, "posttroll"),
        new("posttroll.publisher.Publish", ClassUse.Publisher, "posttroll"),
        new("trollflow.examples.readers.txt_reader.TXTFileReader", ClassUse.Component, "trollflow"),
        new("trollflow.examples.transformers.capitalizer.Capitalizer", ClassUse.Component, "trollflow"),
        new("trollflow.examples.writers.txt_writer.TXTFileWriter", ClassUse.Component, "trollflow"),
        new("trollflow_sat.satpy_compositor.SceneLoader", ClassUse.Later, "scene"),
        new("trollflow_sat.satpy_resampler.Resampler", ClassUse.Later, "resample"),
        new("trollflow_sat.satpy_writer.DataWriterContainer", ClassUse.Later, "image"),
        new("trollflow_sat.coverage.CoverageCheck", ClassUse.Later, "coverage"),
        new("trollflow_sat.fetch.Fetcher", ClassUse.Later, "fetch"),
        new("trollflow_sat.segment_gatherer.SegmentGathererContainer", ClassUse.Later, "segments"),
        new("trollduction.plugins.listener.ListenerContainer", ClassUse.Listener, "posttroll", IsOfMpop: true),
        new("trollflow_sat.scene_loader.SceneLoader", ClassUse.Later, "scene", IsOfMpop: true),
        new("trollflow_sat.resampler.Resampler", ClassUse.Later, "resample", IsOfMpop: true),
        new("trollflow_sat.compositor.CompositeGenerator", ClassUse.Later, "composite", IsOfMpop: true),
        new("trollflow_sat.enhance.Pansharpener", ClassUse.Later, "pansharpen", IsOfMpop: true),
        new("trollflow_sat.writer.DataWriterContainer", ClassUse.Later, "image", IsOfMpop: true),
    }.ToFrozenDictionary(static known => known.Name, StringComparer.Ordinal);

    // Whose classes are in the table, or are not known.
    private static readonly FrozenSet<string> Packages = FrozenSet.ToFrozenSet(["trollflow", "trollflow_sat", "trollduction", "posttroll", "mpop"], StringComparer.Ordinal);

    /// <summary>The names in the table.</summary>
    public static IEnumerable<string> Names => ByName.Keys.Order(StringComparer.Ordinal);

    /// <summary>The plug-ins that a later version brings.</summary>
    public static IEnumerable<string> LaterPlugIns => ByName.Values.Where(static known => known.Use == ClassUse.Later).Select(static known => known.PlugIn).Distinct();

    public static KnownClass? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>Whether a class is one of the user's own.</summary>
    public static bool IsOwn(string name) => name.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot && !Packages.Contains(name[..dot]);
}
