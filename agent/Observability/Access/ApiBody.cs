using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Pdp.Protocol;

namespace Pdp.Observability.Access;

/// <summary>Reads bodies, and writes them.</summary>
public static class ApiBody
{
    /// <summary>Largest body of a request, bytes: no question needs more.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>Deepest nesting of one.</summary>
    public const int MaxDepth = 8;

    private const string Kind = "bad-body";

    /// <summary>The body of a request. A field that is not known is an error: whoever sent it believes it does something.</summary>
    /// <param name="context">The request.</param>
    /// <param name="contract">What the body is.</param>
    /// <exception cref="ApiProblemException">It is none: every error with its path.</exception>
    public static async Task<T> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> contract)
    {
        if (!context.Request.HasJsonContentType()) throw new ApiProblemException(ApiProblem.Of(StatusCodes.Status415UnsupportedMediaType));
        var bytes = await BytesAsync(context.Request, context.RequestAborted);
        var fault = BoundedJson.TryRead(bytes, MaxBytes, MaxDepth, out var document);
        if (fault == JsonFault.TooLarge) throw new ApiProblemException(ApiProblem.Of(StatusCodes.Status413PayloadTooLarge));
        if (fault != JsonFault.None) throw Bad($"The body {BoundedJson.Rule(fault, MaxBytes, MaxDepth)}.");
        using (document)
        {
            var errors = JsonShape.Check(document!.RootElement, contract, refuseUnknown: true);
            return errors.Count == 0 ? document.RootElement.Deserialize(contract)! : throw Bad("Change what the errors name.", errors);
        }
    }

    /// <summary>Answers 200 with a value.</summary>
    public static Task AnswerAsync<T>(this HttpContext context, T value, JsonTypeInfo<T> contract)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        return JsonSerializer.SerializeAsync(context.Response.Body, value, contract, context.RequestAborted);
    }

    // One byte over the limit is enough to know.
    private static async Task<ReadOnlyMemory<byte>> BytesAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await request.BodyReader.ReadAsync(cancellationToken);
            if (read.IsCompleted || read.Buffer.Length > MaxBytes)
            {
                var bytes = read.Buffer.Slice(0, Math.Min(read.Buffer.Length, MaxBytes + 1)).ToArray();
                request.BodyReader.AdvanceTo(read.Buffer.End);
                return bytes;
            }
            request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static ApiProblemException Bad(string detail, IReadOnlyList<FieldError>? errors = null) =>
        new(ApiProblem.BadRequest(Kind, detail, errors));
}
