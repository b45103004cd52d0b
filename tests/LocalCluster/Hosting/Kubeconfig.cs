using System.Text;

namespace Pdp.LocalCluster.Hosting;

/// <summary>The text of a kubeconfig for the cluster's administrator.</summary>
internal static class Kubeconfig
{
    public static string Text(string url, string authorityPem, string token) => $"""
        apiVersion: v1
        kind: Config
        clusters:
        - name: local-cluster
          cluster:
            server: {url}
            certificate-authority-data: {Convert.ToBase64String(Encoding.ASCII.GetBytes(authorityPem))}
        users:
        - name: admin
          user:
            token: {token}
        contexts:
        - name: local-cluster
          context:
            cluster: local-cluster
            user: admin
        current-context: local-cluster

        """;
}
