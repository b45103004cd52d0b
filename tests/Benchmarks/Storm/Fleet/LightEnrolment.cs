using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Pdp.Protocol;
using Pdp.Protocol.Identity;
using Pdp.Protocol.Signatures;

namespace Pdp.Benchmarks.Storm.Fleet;

/// <summary>Gets a fleet's agents their certificates, each for a key of its own, as the real agent does once.</summary>
internal sealed class LightEnrolment : IDisposable
{
    private const int InFlight = 16;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly HttpClient _http;

    public LightEnrolment(FleetOptions options, X509ChainPolicy trust) => _http = new HttpClient(new SocketsHttpHandler
    {
        UseProxy = false,
        SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = trust },
    })
    {
        BaseAddress = new UriBuilder(options.Server) { Scheme = Uri.UriSchemeHttps, Path = "" }.Uri,
    };

    /// <summary>Enrols all of them.</summary>
    public Task EnrolAsync(IEnumerable<LightAgent> agents, CancellationToken ct) =>
        Parallel.ForEachAsync(
            agents,
            new ParallelOptions { MaxDegreeOfParallelism = InFlight, CancellationToken = ct },
            async (agent, token) => agent.Identity = await EnrolAsync(agent.Credential.Token, token));

    public void Dispose() => _http.Dispose();

    private async Task<SslStreamCertificateContext> EnrolAsync(string bootstrapToken, CancellationToken ct)
    {
        using var key = SigningKey.Generate();
        var body = IdentityMessages.Write(new EnrolRequest(AgentCertificateRequest.Create(key, null)));
        while (true)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, ProtocolLimits.EnrolPath) { Content = new ByteArrayContent(body) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bootstrapToken);
            using var response = await _http.SendAsync(request, ct);
            if (response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable)
            {
                await Task.Delay(response.Headers.RetryAfter?.Delta ?? Pause, TimeProvider.System, ct);
                continue;
            }

            response.EnsureSuccessStatusCode();
            var issued = IdentityMessages.ReadIssued(await response.Content.ReadAsByteArrayAsync(ct), out _)
                ?? throw new InvalidDataException("the server's answer holds no certificate");
            using var certificate = X509Certificate2.CreateFromPem(issued.Certificate);
            return SslStreamCertificateContext.Create(key.Join(certificate), null, offline: true);
        }
    }
}
