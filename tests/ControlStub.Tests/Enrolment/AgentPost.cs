using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Pdp.Protocol;
using Pdp.Protocol.Identity;

namespace Pdp.ControlStub.Tests.Enrolment;

/// <summary>What agents send over HTTP, to the server of a bundle and trusting what it pins.</summary>
internal static class AgentPost
{
    public static Task<Reply> EnrolAsync(JsonObject bundle, string csr) =>
        SendAsync(bundle, ProtocolLimits.EnrolPath, IdentityMessages.Write(new EnrolRequest(csr)), (string?)bundle["token"]);

    public static Task<Reply> RenewAsync(JsonObject bundle, ExpiredRenewal renewal) =>
        SendAsync(bundle, ProtocolLimits.RenewPath, IdentityMessages.Write(renewal), null);

    public static async Task<Reply> SendAsync(JsonObject bundle, string path, byte[] body, string? token, SslStreamCertificateContext? shown = null)
    {
        using var client = Client(bundle, shown);
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await client.SendAsync(request, RunningStub.Cancel);
        return await Reply.OfAsync(response);
    }

    /// <summary>A client for the server of a bundle.</summary>
    public static HttpClient Client(JsonObject bundle, SslStreamCertificateContext? shown = null) => new(Handler(bundle, shown))
    {
        BaseAddress = new UriBuilder((string)bundle["server"]!) { Scheme = "https", Path = "" }.Uri,
        Timeout = TimeSpan.FromSeconds(60),
    };

    /// <summary>Trusts what the bundle pins, and shows a certificate if there is one.</summary>
    public static SocketsHttpHandler Handler(JsonObject bundle, SslStreamCertificateContext? shown)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPem((string)bundle["caCertificate"]!);
        return new SocketsHttpHandler
        {
            UseProxy = false,
            SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy, ClientCertificateContext = shown },
        };
    }
}
