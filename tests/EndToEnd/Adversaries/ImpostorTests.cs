using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;

namespace Pdp.EndToEnd.Adversaries;

/// <summary>Whoever wants to be another plane, before the real control stub: each attempt is refused by name, and the victim's session does not notice.</summary>
public sealed class ImpostorTests(Gate gate) : IClassFixture<Gate>
{
    private const string Enrol = "/agent/v1/enrol";
    private const string Renew = "/agent/v1/renew";
    private const string OfVictim = "spiffe://pdp/plane/victim";

    [Fact]
    public async Task Nobody_enrols_as_another_or_twice()
    {
        using var fresh = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var rsa = RSA.Create(2048);
        var token = $"Bearer {await gate.TokenAsync("newcomer")}";
        var (good, used) = (Holder.Csr(fresh), $"Bearer {gate.Victim.Token}");
        (string Name, string? Authorization, string Body, string Expected)[] attacks =
        [
            ("no token", null, Body(good), "token-refused"),
            ("an unknown token", "Bearer " + new string('x', 43), Body(good), "token-refused"),
            ("another scheme", token.Replace("Bearer", "Basic", StringComparison.Ordinal), Body(good), "token-refused"),
            ("a token used by another key", used, Body(good), "token-refused"),
            ("a token used by another key, which names the victim", used, Body(Holder.Csr(fresh, OfVictim)), "token-refused"),
            ("another plane's name", token, Body(Holder.Csr(fresh, OfVictim)), "wrong-plane"),
            ("another trust domain", token, Body(Holder.Csr(fresh, "spiffe://evil/plane/newcomer")), "wrong-plane|bad-csr"),
            ("the own name and another", token, Body(Holder.Csr(fresh, "spiffe://pdp/plane/newcomer", OfVictim)), "wrong-plane|bad-csr"),
            ("a name with a port", token, Body(Holder.Csr(fresh, "spiffe://pdp:1/plane/newcomer")), "wrong-plane|bad-csr"),
            ("a name with a query", token, Body(Holder.Csr(fresh, "spiffe://pdp/plane/newcomer?x")), "wrong-plane|bad-csr"),
            ("a name with a user", token, Body(Holder.Csr(fresh, "spiffe://victim@pdp/plane/newcomer")), "wrong-plane|bad-csr"),
            ("a name up the tree", token, Body(Holder.Csr(fresh, "spiffe://pdp/plane/newcomer/../victim")), "wrong-plane|bad-csr"),
            ("a web address", token, Body(Holder.Csr(fresh, "https://pdp/plane/newcomer")), "wrong-plane|bad-csr"),
            ("another curve", token, Body(new CertificateRequest("CN=a", other, HashAlgorithmName.SHA384).CreateSigningRequestPem()), "bad-csr"),
            ("another kind of key", token, Body(new CertificateRequest("CN=a", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSigningRequestPem()), "bad-csr"),
            ("a request whose signature is spoilt", token, Body(Spoilt(good)), "bad-csr"),
            ("no request", token, Body("hello"), "bad-csr"),
            ("two requests", token, Body(good + "\n" + good), "bad-csr"),
            ("a certificate in the place of a request", token, Body(gate.Thief.Certificate), "bad-csr"),
            ("no body", token, "", "bad-request"),
            ("a list", token, "[]", "bad-request"),
            ("a request that is a number", token, """{"csr":7}""", "bad-request"),
            ("a request twice", token, $$"""{"csr":"a","csr":"b"}""", "bad-request"),
            ("a plane of its own choosing", token, new JsonObject { ["csr"] = good, ["plane"] = "victim" }.ToJsonString(), "bad-request|"),
            ("a hundred kilobytes", token, Body(new string('x', 100_000)), "413|body-too-large|too-large|bad-request"),
        ];

        var wrong = new List<string>();
        foreach (var (name, authorization, body, expected) in attacks)
        {
            var (certificate, refusal) = await gate.PostAsync(Enrol, authorization, body);
            var isOwn = certificate is not null && PlaneOf(certificate) == "spiffe://pdp/plane/newcomer";
            if (!expected.Split('|').Contains(refusal) || (certificate is not null && !isOwn)) wrong.Add($"{name}: {refusal}, expected {expected}");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task Nobody_renews_what_is_not_his()
    {
        using var fresh = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var (victim, thief) = (gate.Victim, gate.Thief);
        var csr = Holder.Csr(fresh);
        (string Name, string Certificate, string Csr, string Signature, string Expected)[] attacks =
        [
            ("the victim's certificate, signed by the thief", victim.Certificate, csr, thief.Prove("x"), "certificate-refused"),
            ("the victim's certificate, vouched for by the thief", victim.Certificate, csr, thief.Vouch(csr), "certificate-refused"),
            ("the victim's certificate, vouched for by the new key", victim.Certificate, csr, new Holder("", "", fresh).Vouch(csr), "certificate-refused"),
            ("a certificate made by himself", Holder.SelfMade(fresh, OfVictim), csr, new Holder("", "", fresh).Vouch(csr), "certificate-refused"),
            ("the own certificate, for the victim's name", thief.Certificate, Holder.Csr(fresh, OfVictim), thief.Vouch(Holder.Csr(fresh, OfVictim)), "certificate-refused|wrong-plane"),
            ("a signature over another request", thief.Certificate, csr, thief.Vouch(Holder.Csr(gate.Victim.Key)), "certificate-refused"),
            ("no signature", victim.Certificate, csr, "", "certificate-refused|bad-request"),
            ("no certificate", "", csr, victim.Vouch(csr), "certificate-refused|bad-request"),
        ];

        var wrong = new List<string>();
        foreach (var attack in attacks)
        {
            var body = new JsonObject { ["certificate"] = attack.Certificate, ["csr"] = attack.Csr, ["signature"] = attack.Signature };
            var (certificate, refusal) = await gate.PostAsync(Renew, null, body.ToJsonString());
            if (certificate is not null || !attack.Expected.Split('|').Contains(refusal)) wrong.Add($"{attack.Name}: {refusal} {certificate}");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task Nobody_takes_a_session_that_is_not_his()
    {
        using var session = await gate.OpenAsync(gate.Victim);
        using var fresh = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var (victim, thief) = (gate.Victim, gate.Thief);
        var (first, nonce) = (await gate.DialAsync())!.Value;
        first.Dispose();
        var replayed = victim.Prove(nonce);
        (string Name, string Certificate, Func<string, string> Signature)[] proofs =
        [
            ("the victim's certificate and the thief's key", victim.Certificate, thief.Prove),
            ("the thief's certificate and the victim's proof", thief.Certificate, victim.Prove),
            ("a proof heard before", victim.Certificate, _ => replayed),
            ("a proof over something else", victim.Certificate, _ => victim.Vouch(Holder.Csr(fresh))),
            ("a certificate made by himself", Holder.SelfMade(fresh, OfVictim), new Holder("", "", fresh).Prove),
            ("a signature of zeros", victim.Certificate, _ => new string('A', 86)),
            ("no signature", victim.Certificate, _ => ""),
            ("no certificate", "", victim.Prove),
        ];
        foreach (var (name, certificate, signature) in proofs)
        {
            var (line, asked) = (await gate.DialAsync())!.Value;
            using (line)
            {
                await line.ProveAsync(certificate, signature(asked));
                var answer = await line.HearAsync();
                Assert.True((string?)answer?["type"] is null or "error" or "goodbye", $"{name}: {answer?.ToJsonString()}");
            }
        }

        // A token opens nothing here, whether it was used or not.
        foreach (var token in new[] { victim.Token, thief.Token, await gate.TokenAsync("dials-with-a-token") })
            Assert.Null(await gate.DialAsync($"Bearer {token}"));
        await StandsAsync(session);
    }

    [Fact]
    public async Task Nobody_is_given_another_planes_certificate_on_his_own_session()
    {
        using var fresh = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var session = await gate.OpenAsync(gate.Thief);
        foreach (var csr in new[] { Holder.Csr(fresh, OfVictim), Holder.Csr(fresh, "spiffe://pdp/plane/thief", OfVictim), "no request" })
        {
            await session.SayAsync(new JsonObject { ["type"] = "renew", ["requestId"] = "r", ["csr"] = csr }.ToJsonString());
            var answer = await session.HearAsync();
            Assert.Equal(("error", "r"), ((string?)answer?["type"], (string?)answer?["about"]));
        }

        await StandsAsync(session);
    }

    private static async Task StandsAsync(Line session)
    {
        await session.SayAsync("""{"type":"ping","number":7}""");
        var answer = await session.HearAsync();
        Assert.True((string?)answer?["type"] == "pong" && (int?)answer!["number"] == 7, answer?.ToJsonString());
    }

    private static string Body(string csr) => new JsonObject { ["csr"] = csr }.ToJsonString();

    private static string Spoilt(string pem)
    {
        var fields = PemEncoding.Find(pem);
        var der = Convert.FromBase64String(pem[fields.Base64Data]);
        der[^1] ^= 1;
        return PemEncoding.WriteString(pem[fields.Label], der);
    }

    private static string PlaneOf(string pem)
    {
        using var certificate = X509Certificate2.CreateFromPem(pem);
        var names = certificate.Extensions.Single(extension => extension.Oid!.Value == "2.5.29.17");
        return System.Text.Encoding.ASCII.GetString(names.RawData[4..]);
    }
}
