using System.Collections.Frozen;
using System.Text;

namespace Pdp.Protocol.Identity;

/// <summary>A refusal as a problem (RFC 9457): its <c>type</c> is <c>urn:pdp:problem:</c> and the refusal's name in kebab case.</summary>
public static class IdentityProblem
{
    /// <summary>The media type.</summary>
    public const string MediaType = "application/problem+json";

    private const string Prefix = "urn:pdp:problem:";
    private const int Depth = 8;

    private static readonly FrozenDictionary<string, IdentityRefusal> _byType =
        Enum.GetValues<IdentityRefusal>().ToFrozenDictionary(refusal => Prefix + Kind(refusal));

    /// <summary>The last part of a refusal's <c>type</c>, such as <c>token-refused</c>.</summary>
    public static string Kind(IdentityRefusal refusal)
    {
        var kind = new StringBuilder();
        foreach (var letter in refusal.ToString())
        {
            if (char.IsAsciiLetterUpper(letter) && kind.Length > 0) kind.Append('-');
            kind.Append(char.ToLowerInvariant(letter));
        }
        return kind.ToString();
    }

    /// <summary>The HTTP status that goes with a refusal.</summary>
    public static int Status(IdentityRefusal refusal) => refusal switch
    {
        IdentityRefusal.BadRequest or IdentityRefusal.BadCsr or IdentityRefusal.WrongPlane => 400,
        IdentityRefusal.Busy => 429,
        _ => 401,
    };

    /// <summary>The refusal in the body of an answer; null when it holds none that is known.</summary>
    public static IdentityRefusal? Read(ReadOnlyMemory<byte> utf8)
    {
        if (BoundedJson.TryRead(utf8, ProtocolLimits.IdentityBodyBytes, Depth, out var document) != JsonFault.None) return null;
        using (document)
        {
            return document!.RootElement.TryGetProperty("type", out var type) && JsonShape.IsText(type)
                && _byType.TryGetValue(type.GetString()!, out var refusal)
                    ? refusal
                    : null;
        }
    }
}
