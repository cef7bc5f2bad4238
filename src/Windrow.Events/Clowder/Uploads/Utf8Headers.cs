using System.Text;

namespace Windrow.Events.Clowder.Uploads;

internal static class Utf8Headers
{
    /// <summary>Names of files are written in UTF-8, as browsers do.</summary>
    public static MultipartFormDataContent WithUtf8Headers(this MultipartFormDataContent form)
    {
        form.HeaderEncodingSelector = static (_, _) => Encoding.UTF8;
        return form;
    }
}
