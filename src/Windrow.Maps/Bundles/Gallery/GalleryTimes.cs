using System.Globalization;
using Windrow.Maps.Bundles.Products;

namespace Windrow.Maps.Bundles.Gallery;

/// <summary>The reference times and steps that a gallery has pictures for, in their order: the positions of its slider.</summary>
internal sealed class GalleryTimes
{
    private readonly Dictionary<(DateTime ReferenceTime, string Step), int> _positions = [];
    private readonly List<string> _labels = [];

    public GalleryTimes(IEnumerable<ProductRecord> products)
    {
        var times = products.SelectMany(static product => product.Runs)
            .SelectMany(static run => run.Value.Pictures)
            .Where(static picture => picture.Step is not null)
            .Select(static picture => (picture.ReferenceTime, Step: picture.Step!))
            .Distinct()
            .OrderBy(static time => time.ReferenceTime).ThenBy(static time => time.Step.Length).ThenBy(static time => time.Step, StringComparer.Ordinal);
        foreach (var time in times)
        {
            _positions.Add(time, _labels.Count);
            _labels.Add(Label(time.ReferenceTime, time.Step));
        }
    }

    /// <summary>For people, by position.</summary>
    public IReadOnlyList<string> Labels => _labels;

    /// <summary>The position of a picture that is no legend.</summary>
    public int Of(MapProduct picture) => _positions[(picture.ReferenceTime, picture.Step!)];

    private static string Label(DateTime time, string step) => string.Create(
        CultureInfo.InvariantCulture,
        $"{time:yyyy-MM-dd HH:mm} UTC +{(int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var hours) ? $"{hours} h" : step)}");
}
