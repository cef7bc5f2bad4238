using System.Globalization;
using Windrow.Maps.Bundles.Products;
using Windrow.Maps.Inputs.Planning;

namespace Windrow.Maps.Bundles.Gallery;

/// <summary>The reference times, steps and members of ensembles that a gallery has pictures for, in their order: the positions of its slider.</summary>
internal sealed class GalleryTimes
{
    private readonly Dictionary<Instant, int> _positions = [];
    private readonly List<string> _labels = [];

    public GalleryTimes(IEnumerable<ProductRecord> products)
    {
        var instants = products.SelectMany(static product => product.Runs)
            .SelectMany(static run => run.Value.Pictures)
            .Select(static picture => picture.Subject.Instant)
            .OfType<Instant>()
            .Distinct()
            .Order();
        foreach (var instant in instants)
        {
            _positions.Add(instant, _labels.Count);
            _labels.Add(Label(instant));
        }
    }

    /// <summary>For people, by position.</summary>
    public IReadOnlyList<string> Labels => _labels;

    /// <summary>The position of a picture that is no legend.</summary>
    public int Of(MapProduct picture) => _positions[picture.Subject.Instant!.Value];

    private static string Label(Instant instant) => string.Create(
        CultureInfo.InvariantCulture,
        $"{instant.ReferenceTime:yyyy-MM-dd HH:mm} UTC +{Instant.StepText(instant.Step)}{(instant.Member is null ? "" : ", member ")}{instant.Member}");
}
