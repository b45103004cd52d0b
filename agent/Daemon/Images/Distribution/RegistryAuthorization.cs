using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using Pdp.Daemon.Images.Configuration;
using Pdp.Daemon.Images.Credentials;

namespace Pdp.Daemon.Images.Distribution;

/// <summary>What the agent shows a registry: nothing at first, then what it is asked for, a token for the repository or the credentials.</summary>
internal sealed class RegistryAuthorization(RegistryDefinition definition, TokenService tokens, HostRules hosts, TimeProvider time)
{
    private const int MostTokens = 1024;

    private readonly ConcurrentDictionary<string, (AuthenticationHeaderValue Header, DateTimeOffset Until)> _known = new();

    /// <summary>What is shown for a repository; null for nothing.</summary>
    public AuthenticationHeaderValue? Of(string repository) =>
        _known.TryGetValue(repository, out var known) && time.GetUtcNow() < known.Until ? known.Header : null;

    /// <summary>Does what an answer of HTTP 401 asks for.</summary>
    /// <returns>Whether there is something to show now.</returns>
    /// <exception cref="RegistryException">It cannot be had.</exception>
    public async Task<bool> AnswerAsync(HttpResponseHeaders headers, string repository, CancellationToken cancellationToken)
    {
        var credentials = definition.Credentials?.Read();
        if (BearerChallenge.Of(headers) is { } challenge)
        {
            if (!hosts.MayAskForTokens(challenge.Realm)) throw Elsewhere(challenge.Realm);
            var token = await tokens.AskAsync(challenge, repository, credentials, cancellationToken);
            Note(repository, new AuthenticationHeaderValue("Bearer", token.Text), token.Until);
            return true;
        }
        if (credentials is null || headers.WwwAuthenticate.All(offered => !offered.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase)))
            return false;
        Note(repository, Basic(credentials), time.GetUtcNow().AddMinutes(1));
        return true;
    }

    /// <summary>Credentials as a header.</summary>
    public static AuthenticationHeaderValue Basic(RegistryCredentials credentials) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credentials.User}:{credentials.Password}")));

    private void Note(string repository, AuthenticationHeaderValue header, DateTimeOffset until)
    {
        if (_known.Count >= MostTokens) _known.Clear();
        _known[repository] = (header, until);
    }

    private static RegistryException Elsewhere(Uri realm) => new(
        RegistryFault.Denied,
        $"sends the agent to {realm.Scheme}://{realm.Authority} for tokens, where it does not go; if that is right, add {realm.Authority} to its tokenHosts");
}
