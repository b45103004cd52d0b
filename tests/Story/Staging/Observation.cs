using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Pdp.Story.Wire;
using Pdp.Testing;

namespace Pdp.Story.Staging;

/// <summary>Where one agent answers for logs, metrics and events: on a port of its own, with a certificate of an authority that only its users trust.</summary>
public sealed class Observation : IDisposable
{
    private readonly TestAuthority _authority = new("Plane CA");
    private readonly string _plane;

    /// <summary>Prepares certificate and directory; nothing listens yet.</summary>
    /// <param name="directory">The stage's.</param>
    /// <param name="agent">The agent's name.</param>
    /// <param name="plane">The plane's id.</param>
    internal Observation(string directory, string agent, string plane)
    {
        _plane = plane;
        Url = new Uri($"https://127.0.0.1:{FreePort.Take()}");
        AuthorityFile = Path.Combine(directory, $"observe-{agent}-ca.crt");
        var (certificateFile, keyFile) = (Path.Combine(directory, $"observe-{agent}.crt"), Path.Combine(directory, $"observe-{agent}.key"));
        using var certificate = _authority.IssueServer();
        File.WriteAllText(AuthorityFile, _authority.CertificatePem);
        File.WriteAllText(certificateFile, certificate.ExportCertificatePem());
        using (File.Create(keyFile)) File.SetUnixFileMode(keyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.WriteAllText(keyFile, TestAuthority.KeyPem(certificate));
        Arguments =
        [
            "--observe-listen", Url.Authority, "--observe-address", Url.Host, "--observe-url", Url.GetLeftPart(UriPartial.Authority),
            "--observe-directory", Path.Combine(directory, $"observe-{agent}"), "--observe-tls-cert", certificateFile, "--observe-tls-key", keyFile,
            "--observe-sample-interval", "10s",
            // Stories ask until something is there.
            "--observe-requests-per-minute", "100000", "--observe-burst", "10000",
        ];
    }

    /// <summary>Its address, as the agent tells it to the control plane.</summary>
    public Uri Url { get; }

    /// <summary>The authority of its certificate, a PEM file.</summary>
    public string AuthorityFile { get; }

    /// <summary>How the agent is told of it.</summary>
    internal IReadOnlyList<string> Arguments { get; }

    /// <summary>A fresh connection that trusts its authority and no other.</summary>
    public HttpMessageHandler Handler() =>
        PinnedHandler.Create(new X509Certificate2Collection(X509CertificateLoader.LoadCertificate(_authority.Certificate.RawData)));

    /// <summary>Asks it as whoever holds a token of the control plane's; whoever asks disposes it.</summary>
    /// <param name="control">Makes the token.</param>
    /// <param name="verbs">What the token opens, of the whole plane.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<JsonClient> ConnectAsync(ControlPlane control, IEnumerable<string> verbs, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(control);
        var asked = new JsonObject { ["verbs"] = new JsonArray([.. verbs.Select(verb => (JsonNode)verb)]) };
        var answer = await control.Api.SendAsync(HttpMethod.Post, $"/api/v1/planes/{_plane}/tokens", asked.ToJsonString(), "application/json", ct);
        return new JsonClient(Url, Handler(), (string)answer.MustBeOk("token").Json["token"]!);
    }

    public void Dispose() => _authority.Dispose();
}
