using System.Text;
using Pdp.Kubernetes.Configuration;
using Pdp.Testing;

namespace Pdp.Kubernetes.Tests.Configuration;

public sealed class KubeconfigTests : IDisposable
{
    private readonly TempDirectory _folder = new();
    private readonly TestAuthority _authority = new();

    public void Dispose()
    {
        _folder.Dispose();
        _authority.Dispose();
    }

    [Fact]
    public void A_context_brings_cluster_user_and_namespace_together()
    {
        var config = Load($"""
            apiVersion: v1
            kind: Config
            current-context: main
            preferences: {"{}"}
            contexts:
            - name: main
              context: {"{cluster: c, user: u, namespace: shop}"}
            - name: other
              context: {"{cluster: c}"}
            clusters:
            - name: c
              cluster:
                server: https://10.0.0.1:6443/base
                certificate-authority-data: {Base64(_authority.CertificatePem)}
                tls-server-name: kubernetes
                proxy-url: socks5://user:pass@proxy:1080
            users:
            - name: u
              user: {"{token: abc}"}
            """);

        Assert.Equal(("main", "https://10.0.0.1:6443/base", "shop", "kubernetes"), (config.Name, config.Server.OriginalString, config.Namespace, config.Trust.ServerName));
        Assert.Equal(_authority.CertificatePem, config.Trust.Authority?.Read());
        Assert.Equal("socks5://user:pass@proxy:1080", config.Proxy?.OriginalString);
        Assert.Equal("abc", Assert.IsType<TokenSource.Fixed>(config.Identity.Token).Token);

        var other = Kubeconfig.Load([_folder.Combine("config")], "other");
        Assert.Equal(("other", "default", null, null), (other.Name, other.Namespace, other.Identity.Token, other.Identity.Certificate));
    }

    [Fact]
    public void Relative_files_are_relative_to_the_kubeconfig()
    {
        using var certificate = _authority.IssueClient("agent");
        _folder.Write("pki/ca.crt", _authority.CertificatePem);
        _folder.Write("pki/tls.crt", certificate.ExportCertificatePem());
        _folder.Write("pki/tls.key", TestAuthority.KeyPem(certificate));
        _folder.Write("token", "abc");

        var config = Load(Simple("certificate-authority: pki/ca.crt", "client-certificate: pki/tls.crt, client-key: ./pki/tls.key, tokenFile: token, token: older"));

        Assert.Equal(_folder.Combine("pki", "ca.crt"), config.Trust.Authority?.Path);
        Assert.Equal((_folder.Combine("pki", "tls.crt"), _folder.Combine("pki", "tls.key")), (config.Identity.Certificate?.Certificate.Path, config.Identity.Certificate?.Key.Path));
        Assert.Equal(_folder.Combine("token"), Assert.IsType<TokenSource.FromFile>(config.Identity.Token).Path);
    }

    [Fact]
    public void A_plugin_is_read_whole()
    {
        var config = Load("""
            current-context: x
            contexts: [{name: x, context: {cluster: x, user: x}}]
            clusters: [{name: x, cluster: {server: https://x}}]
            users:
            - name: x
              user:
                exec:
                  apiVersion: client.authentication.k8s.io/v1beta1
                  command: bin/plugin
                  args: [get-token, "--cluster", '1']
                  env: [{name: REGION, value: eu-1}, {name: EMPTY, value: }]
                  interactiveMode: IfAvailable
                  provideClusterInfo: true
                  installHint: Install it.
            """);

        var plugin = Assert.IsType<TokenSource.FromExec>(config.Identity.Token).Plugin;
        Assert.Equal((_folder.Combine("bin", "plugin"), "client.authentication.k8s.io/v1beta1", true, "Install it."), (plugin.Command, plugin.ApiVersion, plugin.ProvideClusterInfo, plugin.InstallHint));
        Assert.Equal(["get-token", "--cluster", "1"], plugin.Arguments);
        Assert.Equal([new("REGION", "eu-1"), new("EMPTY", "")], plugin.Environment.OrderByDescending(pair => pair.Key));
    }

    [Fact]
    public void Several_files_are_read_as_one_and_the_first_word_counts()
    {
        var first = _folder.Write("a/config", """
            current-context: x
            contexts: [{name: x, context: {cluster: x, user: x, namespace: first}}]
            users: [{name: x, user: {token: first}}]
            """);
        var second = _folder.Write("b/config", """
            current-context: y
            contexts: [{name: x, context: {cluster: y, user: y}}, {name: y, context: {cluster: x}}]
            clusters: [{name: x, cluster: {server: https://second}}]
            users: [{name: x, user: {token: second}}]
            """);
        var paths = Kubeconfig.SplitPaths($"{first}{Path.PathSeparator}{_folder.Combine("missing")}{Path.PathSeparator}{Path.PathSeparator} {second}");

        var config = Kubeconfig.Load(paths);

        Assert.Equal(("x", "first", "https://second"), (config.Name, config.Namespace, config.Server.OriginalString));
        Assert.Equal("first", Assert.IsType<TokenSource.Fixed>(config.Identity.Token).Token);
    }

    [Fact]
    public void A_broken_entry_that_is_not_used_does_not_matter()
    {
        var config = Load("""
            current-context: x
            contexts: [{name: x, context: {cluster: x}}, {name: y, context: {cluster: y, user: y}}]
            clusters: [{name: x, cluster: {server: https://x}}, {name: y, cluster: {}}]
            users: [{name: y, user: {username: a, password: b}}]
            """);

        Assert.Equal("x", config.Name);
    }

    [Fact]
    public void All_that_is_wrong_is_told_at_once_by_path_and_without_any_value()
    {
        var error = Assert.Throws<ClusterConfigException>(() => Load("""
            current-context: x
            contexts: [{name: x, context: {cluster: x, user: x}}]
            clusters:
            - name: x
              cluster:
                server: ftp://s3cret@host
                certificate-authority-data: s3cret!
                insecure-skip-tls-verify: true
                proxy-url: s3cret
            users:
            - name: x
              user:
                username: s3cret
                password: s3cret
                client-key-data: czNjcmV0
                as: admin
                exec:
                  apiVersion: client.authentication.k8s.io/v1alpha1
                  args: [[s3cret]]
                  env: [{value: s3cret}]
                  interactiveMode: Always
            """));

        Assert.Equal(
            [
                "clusters[0].cluster.certificate-authority-data",
                "clusters[0].cluster.insecure-skip-tls-verify",
                "clusters[0].cluster.proxy-url",
                "clusters[0].cluster.server",
                "users[0].user.as",
                "users[0].user.client-certificate",
                "users[0].user.exec.apiVersion",
                "users[0].user.exec.args[0]",
                "users[0].user.exec.command",
                "users[0].user.exec.env[0].name",
                "users[0].user.exec.interactiveMode",
                "users[0].user.password",
                "users[0].user.username",
            ],
            error.Problems.Select(problem => problem.Path).Order(StringComparer.Ordinal));
        Assert.DoesNotContain("s3cret", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("czNjcmV0", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "current-context: is not set and no context was named; there are: none.")]
    [InlineData("contexts: [{name: a}, {name: b}]", "current-context: is not set and no context was named; there are: a, b.")]
    [InlineData("current-context: c\ncontexts: [{name: a}]", "current-context: there is no context 'c'; there are: a.")]
    [InlineData("current-context: a\ncontexts: [{name: a}]", "contexts[0].context.cluster: must be set.")]
    [InlineData("current-context: a\ncontexts: [{name: a, context: {cluster: x}}]", "contexts[0].context.cluster: there is no cluster of that name.")]
    [InlineData("current-context: a\ncontexts: {a: b}", "contexts: must be a list.")]
    [InlineData("contexts: [7]", "contexts[0]: must be a mapping.")]
    [InlineData("contexts: [{context: {}}]", "contexts[0].name: must be set.")]
    [InlineData("[1, 2]", "must be a mapping.")]
    [InlineData("a: 1\na: 2", "a: must not be given twice.")]
    [InlineData("a: {b: [1, {c: 1, c: s3cret}]}", "a.b[1].c: must not be given twice.")]
    [InlineData("a: &x [s3cret]\nb: *x", "b: anchors and aliases are not allowed; write the value out.")]
    [InlineData("a: {s3cret", "is not valid YAML at line ")]
    [InlineData("a: 1\n---\nb: 2", "must be one document.")]
    public void What_is_no_kubeconfig_is_told_by_path_and_rule(string text, string expected)
    {
        var error = Assert.Throws<ClusterConfigException>(() => Load(text));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("server: http://10.0.0.1", "token: abc", "clusters[0].cluster.server: must be https where a token is sent.")]
    [InlineData("certificate-authority: missing.crt", "token: abc", "clusters[0].cluster.certificate-authority: the file cannot be read")]
    [InlineData("certificate-authority-data: bm90aGluZw==", "token: abc", "clusters[0].cluster.certificate-authority-data: must hold at least one PEM certificate.")]
    [InlineData("insecure-skip-tls-verify: maybe", "token: abc", "clusters[0].cluster.insecure-skip-tls-verify: must be true or false.")]
    [InlineData("tls-server-name: [a]", "token: abc", "clusters[0].cluster.tls-server-name: must be text.")]
    [InlineData("tls-server-name: a", "token: \"a b\"", "users[0].user.token: must be visible ASCII without spaces.")]
    [InlineData("tls-server-name: a", "tokenFile: missing", "users[0].user.tokenFile: the file cannot be read")]
    [InlineData("tls-server-name: a", "client-certificate-data: bm8=, client-key-data: bm8=", "users[0].user.client-certificate-data: The client certificate and key are not PEM")]
    [InlineData("tls-server-name: a", "auth-provider: {name: gcp}", "users[0].user.auth-provider: is not supported")]
    [InlineData("tls-server-name: a", "exec: plugin", "users[0].user.exec: must be a mapping.")]
    public void Rules_between_fields_and_files_are_held(string cluster, string user, string expected) =>
        Assert.Contains(expected, Assert.Throws<ClusterConfigException>(() => Load(Simple(cluster, user))).Message, StringComparison.Ordinal);

    [Fact]
    public void Of_several_files_the_one_to_blame_is_named()
    {
        var good = _folder.Write("a", "current-context: x");
        var bad = _folder.Write("b", "contexts: 7");

        var error = Assert.Throws<ClusterConfigException>(() => Kubeconfig.Load([good, bad]));

        Assert.Contains($"{bad}: contexts: must be a list.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_that_are_too_large_or_nest_too_deep_or_are_not_there_are_told()
    {
        Assert.Contains("larger than", Message(new string('#', 5_000_000)), StringComparison.Ordinal);
        Assert.Contains("nest deeper", Message($"a: {new string('[', 100_000)}"), StringComparison.Ordinal);
        Assert.Contains("nodes", Message($"a: [{string.Join(',', Enumerable.Repeat("1", 250_000))}]"), StringComparison.Ordinal);
        Assert.Contains("cannot be read", Assert.Throws<ClusterConfigException>(() => Kubeconfig.Load([_folder.Combine("missing")])).Message, StringComparison.Ordinal);
        Assert.Contains("No kubeconfig found", Assert.Throws<ClusterConfigException>(() => Kubeconfig.Load([_folder.Combine("m"), _folder.Combine("n")])).Message, StringComparison.Ordinal);

        string Message(string text) => Assert.Throws<ClusterConfigException>(() => Load(text)).Message;
    }

    private ClusterConfig Load(string text) => Kubeconfig.Load([_folder.Write("config", text)]);

    private static string Simple(string cluster, string user)
    {
        var server = cluster.StartsWith("server", StringComparison.Ordinal) ? "" : "server: https://x, ";
        return $$$"""
            current-context: x
            contexts: [{name: x, context: {cluster: x, user: x}}]
            clusters: [{name: x, cluster: { {{{server}}}{{{cluster}}} }}]
            users: [{name: x, user: { {{{user}}} }}]
            """;
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
