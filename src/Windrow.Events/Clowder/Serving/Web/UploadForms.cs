using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Windrow.Events.Clowder.Serving.Web;

/// <summary>Takes in files that are sent as forms (multipart/form-data), piece by piece: none is in memory as a whole.</summary>
internal sealed class UploadForms(WebContext context)
{
    private const int Chunk = 1 << 17;
    private const int LargestPointer = 1 << 16;

    /// <summary>Reads a form, and keeps the first file in it.</summary>
    /// <param name="part">The name that the file has in the form; any case.</param>
    /// <exception cref="BadRequestException">There is none, or it is too large.</exception>
    public async Task<Upload> ReadAsync(WebRequest request, string part)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(type.Boundary) is not { Length: > 0 } boundary)
            throw new BadRequestException("a file is sent as multipart/form-data, and this is something else", HttpStatusCode.UnsupportedMediaType);
        var reader = new MultipartReader(boundary.ToString(), request.Body, Chunk);
        while (await NextAsync(reader).ConfigureAwait(false) is { } section)
        {
            if (ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition)
                && string.Equals(HeaderUtilities.RemoveQuotes(disposition.Name).ToString(), part, StringComparison.OrdinalIgnoreCase))
                return await ReadAsync(section, disposition).ConfigureAwait(false);
        }

        throw new BadRequestException($"the form has no part '{part}'");
    }

    private static async Task<MultipartSection?> NextAsync(MultipartReader reader)
    {
        try
        {
            return await reader.ReadNextSectionAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            throw BrokenOff(exception);
        }
    }

    private static async Task<int> NextAsync(Stream body, byte[] buffer)
    {
        try
        {
            return await body.ReadAsync(buffer).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            throw BrokenOff(exception);
        }
    }

    private static BadRequestException BrokenOff(Exception exception) => new($"the form cannot be read to its end: {exception.Message}");

    private async Task<Upload> ReadAsync(MultipartSection section, ContentDispositionHeaderValue disposition)
    {
        var name = HeaderUtilities.RemoveQuotes(disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).ToString();
        if (name.Length == 0)
            return await PointerAsync(section.Body).ConfigureAwait(false);
        name = name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
        if (name.Length == 0)
            throw new BadRequestException("the file has no name");
        using var writer = context.Catalogue.Content.Begin(context.Catalogue.Ids.Next());
        var buffer = new byte[Chunk];
        for (int read; (read = await NextAsync(section.Body, buffer).ConfigureAwait(false)) > 0;)
        {
            writer.Write(buffer.AsSpan(0, read));
            if (writer.Length > context.Options.LargestUpload)
                throw new BadRequestException($"the file is larger than 'largest-upload', {context.Options.LargestUpload} bytes", HttpStatusCode.RequestEntityTooLarge);
        }

        writer.Complete();

        // What programs send that have not looked says less than the name.
        var type = section.ContentType is { Length: > 0 } told && !told.StartsWith(MimeTypeTable.Unknown, StringComparison.OrdinalIgnoreCase) ? told.Split(';')[0].Trim() : context.Types.Of(name);
        return new Upload(writer.Id, name, type, writer.Length, null);
    }

    // The file is where this server sees it, and its path is sent instead of its bytes.
    private async Task<Upload> PointerAsync(Stream body)
    {
        using var text = new MemoryStream();
        var buffer = new byte[4096];
        for (int read; (read = await NextAsync(body, buffer).ConfigureAwait(false)) > 0;)
        {
            text.Write(buffer, 0, read);
            if (text.Length > LargestPointer)
                throw new BadRequestException("the file has no name");
        }

        string? path;
        try
        {
            path = JsonNode.Parse(text.GetBuffer().AsSpan(0, (int)text.Length)) is JsonObject pointer ? WebRequest.Text(pointer, "path") : null;
        }
        catch (JsonException)
        {
            path = null;
        }

        if (path is null)
            throw new BadRequestException("the file has no name, and is no {\"path\": …} either");
        var full = Path.GetFullPath(path);
        if (!context.Options.Sources.Any(source => full.StartsWith(source.TrimEnd('/') + "/", StringComparison.Ordinal)))
            throw new BadRequestException($"'{path}' is in none of the directories under 'sources'", HttpStatusCode.Forbidden);
        if (context.Services.Files.Find(full) is not { IsDirectory: false } entry)
            throw new BadRequestException($"there is no file '{path}' here");
        return new Upload(context.Catalogue.Ids.Next(), Path.GetFileName(full), context.Types.Of(full), entry.Length, full);
    }
}
