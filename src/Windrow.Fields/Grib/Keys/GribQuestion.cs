using Windrow.Native.EcCodes;

namespace Windrow.Fields.Grib.Keys;

/// <summary>Asks ecCodes for one key in one form.</summary>
internal static class GribQuestion
{
    public static GribAnswer Ask(GribHandle handle, EcCodesKey key, GribForm form)
    {
        EcCodesStatus status;
        if (form == GribForm.Native)
        {
            status = handle.TryGetNativeType(key, out var type);
            if (status != EcCodesStatus.Success)
                return GribAnswer.Failed(status);
            form = type switch
            {
                EcCodesType.Long => GribForm.Long,
                EcCodesType.Double => GribForm.Double,
                _ => GribForm.Text,
            };
        }

        switch (form)
        {
            case GribForm.Long:
                status = handle.TryGetLong(key, out var integer);
                return status == EcCodesStatus.Success ? GribAnswer.Of(integer) : GribAnswer.Failed(status);
            case GribForm.Double:
                status = handle.TryGetDouble(key, out var number);
                return status == EcCodesStatus.Success ? GribAnswer.Of(number) : GribAnswer.Failed(status);
            default:
                status = handle.TryGetString(key, out var text);
                return status == EcCodesStatus.Success ? GribAnswer.Of(text) : GribAnswer.Failed(status);
        }
    }
}
