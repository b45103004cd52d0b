using System.Security.Cryptography;
using System.Text.Json;

namespace Pdp.Story.Load;

/// <summary>Tells which version of a program answered, whatever the program is.</summary>
internal static class AnswerVersion
{
    /// <summary>The <c>release</c> of a JSON answer; else what the server calls itself and a mark of the body.</summary>
    public static string Of(HttpResponseMessage answer, byte[] body)
    {
        if (answer.Content.Headers.ContentType?.MediaType == "application/json" && Release(body) is { } release)
        {
            return release;
        }

        return $"{answer.Headers.Server} #{Convert.ToHexStringLower(SHA256.HashData(body))[..8]}".Trim();
    }

    private static string? Release(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("release", out var release)
                ? release.ToString()
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
