using System.Text;
using Windrow.Fields.Grib.Keys;
using Windrow.Fields.Values;

namespace Windrow.Fields.Fdb;

/// <summary>The name of a field in an FDB: its MARS keys in ecCodes' order, as <c>grib_ls -m</c> prints them.</summary>
internal static class FdbKey
{
    public const string Prefix = "fdb5:";

    /// <returns>Such as <c>fdb5:class=od,date=20261120,…,param=167</c>.</returns>
    public static string Of(GribPayload field)
    {
        var text = new StringBuilder(Prefix);
        if (!GribKeys.TryOpen(field.Memory, out var keys, out _))
            return text.ToString();
        using (keys)
        {
            foreach (var name in keys!.KeysOf("mars"))
            {
                if (keys.TryGetText(GribKey.Of($"mars.{name}"), out var value))
                    text.Append(text.Length == Prefix.Length ? "" : ",").Append(name).Append('=').Append(value);
            }
        }

        return text.ToString();
    }
}
