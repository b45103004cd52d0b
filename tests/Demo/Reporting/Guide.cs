using Pdp.Story.Processes;
using Pdp.Story.Staging;

namespace Pdp.Demo.Reporting;

/// <summary>What a person can do with the processes that stay up; every command can be copied as it stands.</summary>
internal static class Guide
{
    private const string SettingsFile = "use.sh";

    /// <summary>The guide; the settings it mentions are written beside the logs.</summary>
    public static string Of(Stage stage)
    {
        var settings = Path.Combine(stage.Directory, SettingsFile);
        File.WriteAllText(settings, Settings(stage));
        return $"""

            control stub   {stage.Control.Operators} for operators, {stage.Control.Agents} for agents
            agent          {stage.Agent.ApiUrl}readyz and {stage.Agent.ApiUrl}metrics
            kubeconfig     {stage.Kubeconfig}
            logs           {stage.Directory}

            In another terminal, look around:

            source {settings}
            kubectl get intents,deployments,statefulsets,pods --all-namespaces
            kubectl get services --all-namespaces -o custom-columns=NAME:.metadata.name,ADDRESS:.metadata.annotations.local-cluster/address
            pdp-control intents list {stage.Plane}
            pdp-control events -f

            Ask the plane itself; none of this passes through the control plane:

            pdp-control logs default/inventorysystem -f --cacert {stage.Agent.Observation!.AuthorityFile}
            pdp-control metrics default/inventorysystem --cacert {stage.Agent.Observation.AuthorityFile}
            pdp-control planes events default/inventorysystem --cacert {stage.Agent.Observation.AuthorityFile}

            Deploy something of your own (the images this cluster knows: tests/Story/Samples/catalogue.yaml):

            pdp-control intents put {stage.Plane} hello -f - <<'YAML'
            {Hello(stage)}
            YAML
            pdp-control intents get {stage.Plane} hello
            kubectl get pods --all-namespaces --selector pdp.dev/intent=hello
            pdp-control intents delete {stage.Plane} hello

            Ctrl-C here ends everything.
            """;
    }

    private static string Settings(Stage stage) =>
        $"""
        export KUBECONFIG='{stage.Kubeconfig}'
        export PDP_CONTROL_SERVER='{stage.Control.Operators}'
        export PDP_CONTROL_TOKEN_FILE='{Path.Combine(stage.Control.DataDirectory, "admin-token")}'
        export PDP_CONTROL_CA='{Path.Combine(stage.Control.DataDirectory, "ca.crt")}'
        pdp-control() {"{"} '{Programs.Control}' "$@"; {"}"}

        """;

    private static string Hello(Stage stage) =>
        $$"""
        apiVersion: pdp.dev/v1
        kind: Component
        metadata: {id: hello, plane: {{stage.Plane}}, project: mine, environment: development, component: hello}
        spec:
          type: service
          release: hello-1
          containers:
            main:
              image: {{stage.Options.Images.Second}}
              ports: {http: {port: 5000} }
          endpoints:
            http: {port: 80, targetPort: http}
        """;
}
