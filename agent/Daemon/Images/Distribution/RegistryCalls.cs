using System.Net;
using System.Net.Http.Headers;
using Pdp.Daemon.Images.Configuration;
using Pdp.Daemon.Outbound;

namespace Pdp.Daemon.Images.Distribution;

/// <summary>
/// Requests to a registry, each within its time: what a registry asks for in turn, a token or to go elsewhere, is done where the customer
/// lets it be.
/// </summary>
internal sealed class RegistryCalls(
    RegistryDefinition definition, RegistryConnection connection, RegistryAuthorization authorization, HostRules hosts, TimeProvider time)
{
    private const int MostRedirects = 3;

    /// <summary>Sends a request and reads the answer.</summary>
    /// <param name="method">HEAD or GET.</param>
    /// <param name="uri">Where.</param>
    /// <param name="repository">The repository it is about.</param>
    /// <param name="accept">Media types.</param>
    /// <param name="maxBytes">Most that is read of the body.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RegistryException">There is no such thing, or the registry does not tell.</exception>
    public async Task<RegistryAnswer> SendAsync(
        HttpMethod method, Uri uri, string repository, IReadOnlyList<string> accept, int maxBytes, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(definition.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            using var response = await AuthorizedAsync(method, uri, repository, accept, either.Token);
            if (response.StatusCode != HttpStatusCode.OK) throw Refused(response, repository);
            var body = method == HttpMethod.Head ? [] : await BoundedContent.ReadAsync(response.Content, maxBytes, either.Token);
            return RegistryAnswer.Of(response, body);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RegistryException(RegistryFault.Unavailable, $"has not answered within {definition.Timeout.TotalSeconds:0} s");
        }
    }

    private async Task<HttpResponseMessage> AuthorizedAsync(
        HttpMethod method, Uri uri, string repository, IReadOnlyList<string> accept, CancellationToken cancellationToken)
    {
        var response = await RedirectedAsync(method, uri, repository, accept, cancellationToken);
        if (response.StatusCode != HttpStatusCode.Unauthorized) return response;
        using (response)
        {
            if (!await authorization.AnswerAsync(response.Headers, repository, cancellationToken)) throw Refused(response, repository);
        }
        return await RedirectedAsync(method, uri, repository, accept, cancellationToken);
    }

    private async Task<HttpResponseMessage> RedirectedAsync(
        HttpMethod method, Uri uri, string repository, IReadOnlyList<string> accept, CancellationToken cancellationToken)
    {
        for (var redirects = 0; ; redirects++)
        {
            using var request = new HttpRequestMessage(method, uri);
            foreach (var type in accept) request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(type));
            if (hosts.IsOwn(uri)) request.Headers.Authorization = authorization.Of(repository);
            var response = await connection.SendAsync(request, cancellationToken);
            if (!IsRedirect(response.StatusCode) || response.Headers.Location is not { } location) return response;
            using (response)
            {
                var target = new Uri(uri, location);
                if (redirects == MostRedirects) throw new RegistryException(RegistryFault.Malformed, $"redirects more than {MostRedirects} times");
                uri = hosts.MayFollow(target) ? target : throw Elsewhere(target);
            }
        }
    }

    private static bool IsRedirect(HttpStatusCode status) => status is HttpStatusCode.MovedPermanently or HttpStatusCode.Found
        or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;

    private RegistryException Refused(HttpResponseMessage response, string repository) => response.StatusCode switch
    {
        HttpStatusCode.NotFound => new(RegistryFault.NotFound, $"has nothing of that name in {repository}"),
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new(
            RegistryFault.Denied, $"does not let the agent read {repository} (HTTP {(int)response.StatusCode}): check the credentials of the registry"),
        HttpStatusCode.TooManyRequests => new(
            RegistryFault.Throttled, "is asked too often (HTTP 429)", RetryAfter.Of(response, time)),
        >= HttpStatusCode.InternalServerError => new(
            RegistryFault.Unavailable, $"fails (HTTP {(int)response.StatusCode})", RetryAfter.Of(response, time)),
        var status => new(RegistryFault.Malformed, $"answers with HTTP {(int)status}: check its endpoint and what stands in front of it"),
    };

    private static RegistryException Elsewhere(Uri target) => new(
        RegistryFault.Denied,
        $"redirects to {target.Scheme}://{target.Authority}, where the agent does not go; if that is right, add {target.Authority} to its redirectHosts");
}
