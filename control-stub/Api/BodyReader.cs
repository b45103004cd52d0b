using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using Pdp.ControlStub.Documents;
using Pdp.ControlStub.Problems;

namespace Pdp.ControlStub.Api;

/// <summary>Reads the documents of a request.</summary>
internal static class BodyReader
{
    private static readonly string[] _yaml = ["application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml"];

    /// <summary>Reads a body; what is wrong with it is in the batch, what is wrong with the request is a problem.</summary>
    /// <param name="context">The request.</param>
    /// <param name="maxBytes">Largest body, bytes.</param>
    public static async Task<(DocumentBatch? Batch, Problem? Problem)> ReadAsync(HttpContext context, int maxBytes)
    {
        if (Format(context.Request.ContentType) is not { } format)
            return (null, Problem.UnsupportedMediaType());
        var (body, problem) = await BytesAsync(context, maxBytes);
        return body is null ? (null, problem) : (DocumentText.Read(body, format), null);
    }

    /// <summary>Reads a body as it is.</summary>
    /// <param name="context">The request.</param>
    /// <param name="maxBytes">Largest body, bytes.</param>
    public static async Task<(byte[]? Body, Problem? Problem)> BytesAsync(HttpContext context, int maxBytes)
    {
        if (context.Request.ContentLength > maxBytes)
            return (null, TooLarge(maxBytes));
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = maxBytes;
        var body = await ReadAsync(context.Request.BodyReader, maxBytes, context.RequestAborted);
        return body is null ? (null, TooLarge(maxBytes)) : (body, null);
    }

    private static async Task<byte[]?> ReadAsync(PipeReader reader, int maxBytes, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            if (read.IsCompleted || read.Buffer.Length > maxBytes)
            {
                var body = read.Buffer.Length > maxBytes ? null : read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return body;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static DocumentFormat? Format(string? contentType)
    {
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type))
            return null;
        if (type.Charset.HasValue && !type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase))
            return null;
        if (type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase))
            return DocumentFormat.Json;
        return _yaml.Any(y => type.MediaType.Equals(y, StringComparison.OrdinalIgnoreCase)) ? DocumentFormat.Yaml : null;
    }

    private static Problem TooLarge(int maxBytes) => Problem.Of(StatusCodes.Status413PayloadTooLarge) with
    {
        Detail = $"Send at most {maxBytes} bytes at once.",
    };
}
