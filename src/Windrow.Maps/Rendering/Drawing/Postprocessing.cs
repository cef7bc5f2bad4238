using Windrow.Core.IO;
using Windrow.Maps.Rendering.Postprocess;

namespace Windrow.Maps.Rendering.Drawing;

/// <summary>Applies postprocessors to a picture.</summary>
internal static class Postprocessing
{
    public static void Apply(Postprocessor postprocessor, Picture picture, MapGeoreference? georeference, IFileSystem files, List<string> warnings)
    {
        switch (postprocessor)
        {
            case Watermark watermark:
                WatermarkWriter.Write(watermark, picture.Image);
                picture.Changed();
                break;
            case CutShape when georeference is null:
                warnings.Add("cutshape: the map has no georeference, so it stays whole");
                break;
            case CutShape cut:
                ShapeCutter.Cut(picture.Image, georeference, Shapefile.Read(files, cut.Shapefile));
                picture.Changed();
                break;
            case Quantize quantize:
                picture.Reduce(Quantizer.Reduce(picture.Image, quantize));
                break;
            default:
                throw new NotSupportedException(postprocessor.GetType().Name);
        }
    }
}
