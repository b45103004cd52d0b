using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Pdp.Daemon.Tests.Harness;
using Pdp.Daemon.Tests.Secrets.Stage;
using Pdp.Kubernetes.Objects;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Tests.Secrets;

/// <summary>Secrets that are made of the customer's: texts, bytes, credentials of registries, certificates.</summary>
public sealed class MadeSecretsTests(TestCluster cluster) : SecretsTest(cluster)
{
    private const string Url = "postgres://${user|urlEncode}:${password|urlEncode}@db/shop";

    [Fact]
    public async Task A_text_is_made_of_several_secrets_and_made_anew_when_one_of_them_is_rotated()
    {
        Vault.Put("shop/db", "7", """{"user":"shop","password":"p@ss"}""");
        await Agent.PutAsync(Plane.Component(Id, 1, spec => WithUrl(spec, Url)));
        await HealthyAsync("7");
        Assert.Equal("postgres://shop:p%40ss@db/shop", await ValueAsync());
        Assert.Single(Assert.Single(await SecretsAsync()).GetObject("data")!);

        Vault.Put("shop/db", "8", """{"user":"shop","password":"n/w"}""");

        await HealthyAsync("8");
        Assert.Equal("postgres://shop:n%2Fw@db/shop", await ValueAsync());
    }

    [Fact]
    public async Task Another_text_of_the_same_versions_is_another_secret()
    {
        Vault.Put("shop/db", "7", """{"user":"shop","password":"p@ss"}""");
        await Agent.PutAsync(Plane.Component(Id, 1, spec => WithUrl(spec, Url)));
        await HealthyAsync("7");

        await Agent.PutAsync(Plane.Component(Id, 2, spec => WithUrl(spec, Url + "?ssl=1")));

        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 2);
        Assert.Equal("postgres://shop:p%40ss@db/shop?ssl=1", await ValueAsync());
    }

    [Fact]
    public async Task Bytes_that_a_store_keeps_as_base64_arrive_as_bytes()
    {
        Vault.Put("bytes", "1", "/v8A\n");
        await Agent.PutAsync(Plane.Component(Id, 1, spec => Naming(spec, new SecretReference("vault", "bytes", Encoding: SecretEncoding.Base64))));
        await HealthyAsync("1");

        Assert.Equal("/v8A", Assert.Single(await SecretsAsync()).GetObject("data")!.Single().Value!.GetValue<string>());

        Vault.Put("bytes", "2", "no base64!");
        var status = await Agent.StatusAsync(Id, s => Fresh(s)?.Status == "False");
        Assert.Contains("secret bytes of store vault: is not base64, which the intent says it is", Fresh(status)!.Message, StringComparison.Ordinal);
        Assert.Equal((IntentPhase.Healthy, "1"), (status.Phase, status.Secrets.Single().Version));
    }

    [Fact]
    public async Task Credentials_of_a_registry_are_what_the_images_are_pulled_with()
    {
        Vault.Put("robot", "1", "pass");
        Vault.Put("docker", "2", """{"auths":{}}""");
        await Agent.PutAsync(Plane.Component(Id, 1, spec => spec with
        {
            PullSecrets =
            [
                new() { Registry = "registry.example", Username = "robot", Password = new("vault", "robot") },
                new() { Document = new("vault", "docker") },
            ],
        }));
        await HealthyAsync("1");

        var named = (await Cluster.OneAsync("apps/v1", "Deployment", Id)).GetObjects("spec", "template", "spec", "imagePullSecrets")
            .Select(secret => secret.GetString("name")!).ToList();
        var secrets = (await SecretsAsync()).ToDictionary(secret => secret.Name!);
        Assert.Equal(named.Order(), secrets.Keys.Order());
        Assert.All(secrets.Values, secret => Assert.Equal("kubernetes.io/dockerconfigjson", secret.GetString("type")));
        Assert.Equal(
            ["""{"auths":{"registry.example":{"username":"robot","password":"pass","auth":"cm9ib3Q6cGFzcw=="}}}""", """{"auths":{}}"""],
            named.Select(name => Text(secrets[name], ".dockerconfigjson")));
    }

    [Fact]
    public async Task A_certificate_that_is_rotated_before_its_key_waits_for_it()
    {
        var (first, second) = (Pair(TimeSpan.FromDays(100)), Pair(TimeSpan.FromDays(10)));
        Vault.Put("crt", "c1", first.Certificate);
        Vault.Put("key", "k1", first.Key);
        await Agent.PutAsync(Plane.Component(Id, 1, spec => spec with
        {
            Certificates = new Dictionary<string, CertificateSpec>
            {
                ["web"] = new() { Certificate = new("vault", "crt"), Key = new("vault", "key"), Mounts = new Dictionary<string, string> { ["main"] = "/tls" } },
            },
        }));
        var status = await HealthyAsync("c1");
        Assert.InRange(status.Secrets.Single(s => s.Name == "crt").ExpiresAt!.Value, TimeProvider.System.GetUtcNow().AddDays(99), TimeProvider.System.GetUtcNow().AddDays(100));
        Assert.Null(status.Secrets.Single(s => s.Name == "key").ExpiresAt);
        Assert.DoesNotContain(status.Conditions, condition => condition.Type == "CertificateExpires");
        var secret = Assert.Single(await SecretsAsync());
        Assert.Equal("kubernetes.io/tls", secret.GetString("type"));
        Assert.Equal((first.Certificate + "\n", first.Key + "\n"), (Text(secret, "tls.crt"), Text(secret, "tls.key")));

        Vault.Put("crt", "c2", second.Certificate);
        status = await Agent.StatusAsync(Id, s => Fresh(s)?.Status == "False");
        Assert.Contains("secret crt of store vault: certificate and key do not belong together", Fresh(status)!.Message, StringComparison.Ordinal);
        Assert.Equal((IntentPhase.Healthy, "c1"), (status.Phase, status.Secrets.Single(s => s.Name == "crt").Version));

        Vault.Put("key", "k2", second.Key);
        status = await Agent.StatusAsync(Id, s => s.Phase == IntentPhase.Healthy && s.Secrets.Count == 2 && s.Secrets.All(secret => secret.Version.EndsWith('2')));
        Assert.Contains("secret crt of store vault ends at", status.Conditions.Single(c => c.Type == "CertificateExpires").Message, StringComparison.Ordinal);
    }

    private static ComponentSpec WithUrl(ComponentSpec spec, string text) => spec with
    {
        Containers = spec.Containers.ToDictionary(c => c.Key, c => c.Value with
        {
            Env =
            [
                new EnvVar
                {
                    Name = "URL",
                    Template = new SecretTemplate
                    {
                        Text = text,
                        Secrets = new Dictionary<string, SecretReference>
                        {
                            ["user"] = new("vault", "shop/db", Property: "user"),
                            ["password"] = new("vault", "shop/db", Property: "password"),
                        },
                    },
                },
            ],
        }),
    };

    private static (string Certificate, string Key) Pair(TimeSpan life)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = new CertificateRequest("CN=web", key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-1), now + life);
        return (certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    private static string Text(JsonObject secret, string key) => Encoding.UTF8.GetString(Convert.FromBase64String(secret.GetString("data", key)!));
}
