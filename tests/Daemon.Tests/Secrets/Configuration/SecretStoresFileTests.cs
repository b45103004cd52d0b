using Microsoft.Extensions.Logging.Abstractions;
using Pdp.Core.Ports;
using Pdp.Daemon.Secrets;
using Pdp.Daemon.Secrets.Configuration;
using Pdp.Daemon.Secrets.Files;
using Pdp.Daemon.Tests.Harness;
using Pdp.Testing;

namespace Pdp.Daemon.Tests.Secrets.Configuration;

public sealed class SecretStoresFileTests : IDisposable
{
    private const string Good = """
        stores:
          - name: vault
            files: {directory: /var/run/pdp-secrets/vault}
            allow: [{organization: acme, project: shop, secret: shop/*}, {environment: development}]
            refresh: 5m
            timeout: 2s
            parallelism: 8
          - name: other
            files: {directory: /srv/other}
            allow: [{}]
        """;

    private readonly TempDirectory _directory = new();

    [Fact]
    public void Everything_that_can_be_said_is_read()
    {
        var stores = SecretStoresFile.Read(Write(Good), out var problems);

        Assert.Empty(problems);
        Assert.Equal(new FileStoreOptions("/var/run/pdp-secrets/vault"), stores[0].Options);
        Assert.Equal(
            (TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(2), 8), (stores[0].Refresh, stores[0].Timeout, stores[0].Parallelism));
        Assert.Equal(
            (TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(10), 4), (stores[1].Refresh, stores[1].Timeout, stores[1].Parallelism));
        Assert.True(stores[0].Allow.Permits(new SecretRequester("i", "acme", "shop", "production"), "shop/db"));
        Assert.True(stores[0].Allow.Permits(new SecretRequester("i", "else", "any", "development"), "db"));
        Assert.False(stores[0].Allow.Permits(new SecretRequester("i", "acme", "shop", "production"), "db"));
        Assert.False(stores[0].Allow.Permits(new SecretRequester("i", "acme", "shopping", "production"), "shop/db"));
        Assert.Equal(stores, SecretStoresFile.Read(Write(Good), out _));
    }

    [Fact]
    public void Every_error_is_told_at_once_with_its_place_and_nothing_of_the_file_is_repeated()
    {
        SecretStoresFile.Read(
            Write("""
                stores:
                  - name: Secret_Name
                    files: {directory: ../relative, mode: canary}
                    allow: []
                    refresh: 1s
                  - name: vault
                    files: {directory: /a/../canary}
                    allow: [{project: "a*canary"}, canary]
                    parallelism: canary
                    canary: x
                  - files: canary
                canaries: x
                """),
            out var problems);

        string[] places =
        [
            "stores[0].name: must be a DNS label", "stores[0].files.directory: must be an absolute path", "stores[0].files line 3: unknown field",
            "stores[0].allow: must be a list of 1", "stores[0].refresh: must be a number with a unit", "stores[1].files.directory: must be",
            "stores[1].allow: must be a list", "stores[1].parallelism: must be a whole number from 1 to 64", "stores[1] line 10: unknown field",
            "stores[2].name: is required", "stores[2].files: must be an object", "stores[2].allow: is required", "line 12: unknown field",
        ];
        foreach (var place in places) Assert.Contains(problems, problem => problem.StartsWith(place, StringComparison.Ordinal));
        Assert.Equal(places.Length, problems.Count);
        Assert.DoesNotContain(problems, problem => problem.Contains("canar", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("stores: {")]
    [InlineData("stores: x")]
    [InlineData("x: &a [*a]")]
    public void What_is_no_such_file_is_said_so(string text)
    {
        Assert.Empty(SecretStoresFile.Read(Write(text), out var problems));
        Assert.NotEmpty(problems);
    }

    [Fact]
    public void Two_stores_of_one_name_and_a_file_that_is_not_there_are_errors()
    {
        SecretStoresFile.Read(Write(Good.Replace("other", "vault", StringComparison.Ordinal)), out var twice);
        Assert.Contains("two have the name vault", Assert.Single(twice), StringComparison.Ordinal);
        SecretStoresFile.Read(_directory.Combine("missing"), out var missing);
        Assert.Contains("cannot be read", Assert.Single(missing), StringComparison.Ordinal);
    }

    [Fact]
    public void A_changed_file_is_taken_over_and_a_wrong_one_is_told_once_and_changes_nothing()
    {
        var path = Write(Good);
        var log = new LogLines();
        var file = new SecretStoresFile(path, SecretStoresFile.Read(path, out _), new SecretLog(log));
        Assert.False(file.Reload());

        Write(Good.Replace("5m", "6m", StringComparison.Ordinal));
        Assert.True(file.Reload());
        Assert.Equal(TimeSpan.FromMinutes(6), file.Current[0].Refresh);
        Assert.False(file.Reload());

        Write("stores: broken");
        Assert.False(file.Reload());
        Assert.False(file.Reload());
        File.Delete(path);
        Assert.False(file.Reload());
        Assert.False(file.Reload());
        Assert.Equal(TimeSpan.FromMinutes(6), file.Current[0].Refresh);
        Assert.Equal(2, log.ToString().Split("SecretStoresWrong").Length - 1);

        Write(Good);
        Assert.True(file.Reload());
    }

    [Fact]
    public void Without_a_file_there_are_no_stores()
    {
        var file = new SecretStoresFile(null, [], new SecretLog(NullLogger.Instance));
        Assert.False(file.Reload());
        Assert.Empty(file.Current);
    }

    public void Dispose() => _directory.Dispose();

    private string Write(string text)
    {
        _directory.Write("stores.yaml", text);
        return _directory.Combine("stores.yaml");
    }
}
