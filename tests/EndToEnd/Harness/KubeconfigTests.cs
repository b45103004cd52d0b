using System.Text;
using Pdp.Story;
using Pdp.Story.Wire;

namespace Pdp.EndToEnd.Harness;

/// <summary>Kubeconfigs as people have them: inline data and files, several contexts.</summary>
public sealed class KubeconfigTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("pdp-kubeconfig-").FullName;

    [Fact]
    public void The_current_context_is_read_with_its_token_file()
    {
        File.WriteAllText(Path.Combine(_directory, "token"), "secret\n");

        var config = Kubeconfig.Read(Write("b", "tokenFile: token"));

        Assert.Equal(new Uri("https://b.example:6443"), config.Server);
        Assert.Equal("secret", config.Token);
        Assert.Null(config.Authority);
    }

    [Theory]
    [InlineData("b", "exec: {command: aws}", "neither a token nor a client certificate")]
    [InlineData("c", "token: x", "nothing named 'c'")]
    public void What_cannot_be_used_is_said(string context, string user, string expected)
    {
        var failure = Assert.Throws<StoryException>(() => Kubeconfig.Read(Write(context, user)));

        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private string Write(string current, string user)
    {
        var path = Path.Combine(_directory, "config");
        File.WriteAllText(path, $$"""
            apiVersion: v1
            kind: Config
            current-context: {{current}}
            contexts:
            - {name: a, context: {cluster: a, user: u} }
            - {name: b, context: {cluster: b, user: u} }
            clusters:
            - {name: a, cluster: {server: "https://a.example"} }
            - {name: b, cluster: {server: "https://b.example:6443"} }
            users:
            - name: u
              user: { {{user}} }
            """, Encoding.UTF8);
        return path;
    }
}
