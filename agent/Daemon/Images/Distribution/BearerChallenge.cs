using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace Pdp.Daemon.Images.Distribution;

/// <summary>Where a registry says tokens are handed out (distribution specification, token authentication).</summary>
/// <param name="Realm">The address.</param>
/// <param name="Service">What the registry is called there; empty when it says nothing.</param>
internal sealed partial record BearerChallenge(Uri Realm, string Service)
{
    /// <summary>Reads the challenge of an answer; null when there is none.</summary>
    public static BearerChallenge? Of(HttpResponseHeaders headers)
    {
        var challenge = headers.WwwAuthenticate
            .FirstOrDefault(offered => offered.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase))?.Parameter;
        if (challenge is null) return null;
        var parameters = Parameter().Matches(challenge)
            .Select(match => (Name: match.Groups["name"].Value.ToLowerInvariant(), Value: match.Groups["value"].Value))
            .DistinctBy(parameter => parameter.Name)
            .ToDictionary(parameter => parameter.Name, parameter => parameter.Value);
        return Uri.TryCreate(parameters.GetValueOrDefault("realm"), UriKind.Absolute, out var realm)
            ? new BearerChallenge(realm, parameters.GetValueOrDefault("service", ""))
            : null;
    }

    [GeneratedRegex(
        @"(?<name>[A-Za-z]+)=""(?<value>[^""\\]*)""",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Parameter();
}
