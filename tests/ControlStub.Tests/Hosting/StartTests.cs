using Microsoft.Extensions.Logging.Abstractions;
using Pdp.ControlStub.Hosting;
using Pdp.ControlStub.Security;
using Pdp.ControlStub.Store;
using Pdp.Testing;

namespace Pdp.ControlStub.Tests.Hosting;

public sealed class StartTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static async Task<StoreException> CannotStartAsync(string data)
    {
        var options = new ServeOptions
        {
            Data = data,
            Agents = ListenAddress.Parse("https://127.0.0.1:0", out _)!,
            Operators = ListenAddress.Parse("http://127.0.0.1:0", out _)!,
        };
        return await Assert.ThrowsAsync<StoreException>(
            () => ControlServer.StartAsync(options, TimeProvider.System, NullLoggerFactory.Instance, Cancel));
    }

    [Fact]
    public async Task What_is_secret_can_be_read_by_its_owner_only()
    {
        if (OperatingSystem.IsWindows())
            return;
        await using var stub = await RunningStub.StartAsync();
        await stub.AddPlaneAsync();
        Assert.Equal(PrivateFile.OwnerOnlyDirectory, File.GetUnixFileMode(stub.Data));
        foreach (var file in Directory.EnumerateFiles(stub.Data).Where(f => Path.GetFileName(f) is not ("ca.crt" or "lock" or "listening.json")))
            Assert.False(PrivateFile.IsOpenToOthers(file), file);
    }

    [Fact]
    public async Task One_data_directory_serves_one_process()
    {
        await using var stub = await RunningStub.StartAsync();
        Assert.Contains("another pdp-control has it", (await CannotStartAsync(stub.Data)).Message);
        await stub.AddPlaneAsync();
    }

    [Theory]
    [InlineData("intent-signing-key.pem")]
    [InlineData("ca.key")]
    [InlineData("ca.crt")]
    public async Task A_key_that_agents_pin_is_never_replaced_by_itself(string file)
    {
        await using var stub = await RunningStub.StartAsync();
        await stub.Server.DisposeAsync();
        var content = await File.ReadAllTextAsync(Path.Combine(stub.Data, file), Cancel);
        File.Delete(Path.Combine(stub.Data, file));
        Assert.Contains(file, (await CannotStartAsync(stub.Data)).Message);
        Assert.False(File.Exists(Path.Combine(stub.Data, file)));
        await File.WriteAllTextAsync(Path.Combine(stub.Data, file), "garbage", Cancel);
        Assert.Contains(file, (await CannotStartAsync(stub.Data)).Message);
        await File.WriteAllTextAsync(Path.Combine(stub.Data, file), content, Cancel);
        await stub.RestartAsync();
    }

    [Fact]
    public async Task A_data_directory_that_cannot_be_is_an_error_to_act_on()
    {
        using var directory = new TempDirectory();
        var file = directory.Write("file", "x");
        Assert.Contains("--data", (await CannotStartAsync(Path.Combine(file, "below"))).Message);
    }

    [Fact]
    public async Task A_taken_port_is_told_and_leaves_nothing_behind()
    {
        await using var stub = await RunningStub.StartAsync();
        using var directory = new TempDirectory();
        var options = new ServeOptions
        {
            Data = directory.Path,
            Agents = ListenAddress.Parse($"https://127.0.0.1:{stub.Server.Agents.Port}", out _)!,
            Operators = ListenAddress.Parse("http://127.0.0.1:0", out _)!,
        };
        await Assert.ThrowsAnyAsync<IOException>(() => ControlServer.StartAsync(options, TimeProvider.System, NullLoggerFactory.Instance, Cancel));
        await using var second = await ControlServer.StartAsync(
            options with { Agents = ListenAddress.Parse("https://127.0.0.1:0", out _)! }, TimeProvider.System, NullLoggerFactory.Instance, Cancel);
    }

    [Fact]
    public async Task A_new_admin_token_ends_the_old_one()
    {
        using var directory = new TempDirectory();
        var options = new ServeOptions
        {
            Data = directory.Path,
            Agents = ListenAddress.Parse("https://127.0.0.1:0", out _)!,
            Operators = ListenAddress.Parse("http://127.0.0.1:0", out _)!,
        };
        string? first;
        await using (var server = await ControlServer.StartAsync(options, TimeProvider.System, NullLoggerFactory.Instance, Cancel))
            first = server.MadeAdminToken;
        await using var again = await ControlServer.StartAsync(
            options with { NewAdminToken = true }, TimeProvider.System, NullLoggerFactory.Instance, Cancel);
        Assert.NotEqual(first, again.MadeAdminToken);
        foreach (var (token, status) in new[] { (first, 401), (again.MadeAdminToken, 200) })
        {
            using var client = new HttpClient { BaseAddress = again.Operators };
            client.DefaultRequestHeaders.Authorization = new("Bearer", token);
            using var response = await client.GetAsync("/api/v1/planes", Cancel);
            Assert.Equal(status, (int)response.StatusCode);
        }
    }

    [Fact]
    public async Task Own_certificates_are_shown_and_their_authority_is_what_agents_pin()
    {
        using var directory = new TempDirectory();
        using var authority = new TestAuthority("Own CA");
        using var certificate = authority.IssueServer();
        using var key = System.Security.Cryptography.X509Certificates.ECDsaCertificateExtensions.GetECDsaPrivateKey(certificate)!;
        var files = new TlsFiles(
            directory.Write("tls.crt", certificate.ExportCertificatePem()),
            directory.Write("tls.key", key.ExportPkcs8PrivateKeyPem()),
            directory.Write("ca.pem", authority.CertificatePem));
        await using var stub = await RunningStub.StartAsync(o => o with { AgentsTls = files });
        var bundle = await stub.AddPlaneAsync();
        Assert.Equal(authority.CertificatePem, (string?)bundle["caCertificate"]);
        var (agent, _) = await Gateway.ScriptedAgent.ConnectAsync(bundle);
        await agent.DisposeAsync();
    }
}
