using System.Text.Json;
using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Node;
using Pdp.LocalCluster.Objects;
using Pdp.LocalCluster.Tests.Running;

namespace Pdp.LocalCluster.Tests.Node;

/// <summary>Pods as processes: what they are given, how they end, and what is said of them.</summary>
public sealed class PodProcessTests
{
    private const string Catalogue = """
        fallback: unknown
        images:
        - image: shell
          overrides: command
          command: [/bin/sh, -c, "echo default"]
          defaults: {FROM_IMAGE: image, SHADOWED: image}
          env: {WHERE: "{pod.ip}:{port:web}"}
        - image: fixed
          command: [/bin/sh, -c, "echo fixed $0", own]
        - image: nowhere
          command: [/no/such/program]
        """;

    [Fact]
    public async Task A_process_gets_its_environment_its_files_and_its_address()
    {
        await using var cluster = await RunningCluster.StartAsync(Catalogue);
        cluster.Create("""{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "config"}, "data": {"mode": "quick", "app.conf": "x=1"}}""");
        cluster.Create("""{"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "secret"}, "stringData": {"password": "canary"}}""");
        cluster.Create(Workloads.Pod("one", """
            image: shell:v1
            command: [/bin/sh, -c]
            args: ["env; echo mounts=$PDP_MOUNTS; echo again $(MODE); exit 0"]
            ports: [{name: web, containerPort: 8080}]
            env:
            - {name: MODE, valueFrom: {configMapKeyRef: {name: config, key: mode}}}
            - {name: PASSWORD, valueFrom: {secretKeyRef: {name: secret, key: password}}}
            - {name: POD, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
            - {name: APP, valueFrom: {fieldRef: {fieldPath: "metadata.labels['app']"}}}
            - {name: CPU, valueFrom: {resourceFieldRef: {resource: limits.cpu, divisor: 1m}}}
            - {name: BOTH, value: "$(MODE)-$(UNKNOWN)-$$(MODE)"}
            - {name: ABSENT, valueFrom: {configMapKeyRef: {name: none, key: x, optional: true}}}
            - {name: SHADOWED, value: pod}
            - {name: WHERE, value: "pod must not win"}
            envFrom: [{prefix: ALL_, configMapRef: {name: config}}]
            resources: {limits: {cpu: 250m}}
            volumeMounts:
            - {name: files, mountPath: /etc/app}
            - {name: keys, mountPath: /keys}
            - {name: scratch, mountPath: /tmp/scratch}
            """, """
            restartPolicy: Never
            volumes:
            - {name: files, configMap: {name: config, items: [{key: app.conf, path: sub/app.conf}]}}
            - {name: keys, secret: {secretName: secret}}
            - {name: scratch, emptyDir: {}}
            """));
        await cluster.UntilAsync("pods", "one", pod => pod.Phase() == "Succeeded");
        var lines = (await cluster.LogAsync("one")).Split('\n');
        var ip = cluster.Get("pods", "one")!.Text("status", "podIP");
        foreach (var line in (string[])["MODE=quick", "PASSWORD=canary", "POD=one", "APP=one", "CPU=250", "BOTH=quick-$(UNKNOWN)-$(MODE)", "SHADOWED=pod", "FROM_IMAGE=image", $"WHERE={ip}:8080", $"POD_IP={ip}", "POD_NAMESPACE=test", "ALL_mode=quick", "again quick"])
            Assert.Contains(line, lines);
        Assert.DoesNotContain(lines, line => line.StartsWith("ABSENT=", StringComparison.Ordinal));
        var mounts = JsonDocument.Parse(lines.Single(line => line.StartsWith("mounts=", StringComparison.Ordinal))[7..]).RootElement;
        Assert.Equal("x=1", await File.ReadAllTextAsync(Path.Combine(mounts.GetProperty("/etc/app").GetString()!, "sub/app.conf"), RunningCluster.Cancel));
        Assert.Equal("canary", await File.ReadAllTextAsync(Path.Combine(mounts.GetProperty("/keys").GetString()!, "password"), RunningCluster.Cancel));
        Assert.True(Directory.Exists(mounts.GetProperty("/tmp/scratch").GetString()));
        var status = cluster.Get("pods", "one")!.Items("status", "containerStatuses").Single();
        Assert.Equal("Completed", status.Text("state", "terminated", "reason"));
        Assert.Equal("PodCompleted", Conditions.Find(cluster.Get("pods", "one")!, "Ready").Text("reason"));
    }

    [Fact]
    public async Task The_catalogue_says_what_of_the_pods_command_counts()
    {
        await using var cluster = await RunningCluster.StartAsync(Catalogue);
        cluster.Create(Workloads.Pod("fixed", "image: fixed\ncommand: [rm]\nargs: [-rf]", "restartPolicy: Never"));
        cluster.Create(Workloads.Pod("default", "image: shell", "restartPolicy: Never"));
        await cluster.UntilAsync("pods", "fixed", pod => pod.Phase() == "Succeeded");
        await cluster.UntilAsync("pods", "default", pod => pod.Phase() == "Succeeded");
        Assert.Equal("fixed own\n", await cluster.LogAsync("fixed"));
        Assert.Equal("default\n", await cluster.LogAsync("default"));
    }

    [Fact]
    public async Task What_is_missing_is_named_until_it_comes()
    {
        await using var cluster = await RunningCluster.StartAsync(Catalogue, new NodeOptions { MissingPause = TimeSpan.FromMilliseconds(100) });
        cluster.Create(Workloads.Pod("waits", "image: shell\ncommand: [sleep, '60']\nenv: [{name: A, valueFrom: {secretKeyRef: {name: late, key: a}}}]"));
        await cluster.UntilAsync("pods", "waits", WaitingFor("CreateContainerConfigError"));
        Assert.Equal("secret \"late\" not found", Waiting(cluster, "waits").Text("message"));
        Assert.Equal("Pending", cluster.Get("pods", "waits")!.Phase());
        cluster.Create("""{"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "late"}, "stringData": {"b": "x"}}""");
        await RunningCluster.UntilAsync(() => Waiting(cluster, "waits").Text("message") == "couldn't find key a in Secret test/late");
        cluster.Change("secrets", "late", secret => secret["stringData"] = new System.Text.Json.Nodes.JsonObject { ["a"] = "x" });
        await cluster.UntilAsync("pods", "waits", PodFacts.IsReady);
    }

    [Fact]
    public async Task An_image_nobody_knows_is_pulled_in_vain_and_then_backed_off()
    {
        await using var cluster = await RunningCluster.StartAsync(Catalogue, new NodeOptions { FirstPullPause = TimeSpan.FromSeconds(2) });
        cluster.Create(Workloads.Pod("unknown", "image: ghcr.io/none/such:v1"));
        await cluster.UntilAsync("pods", "unknown", WaitingFor("ErrImagePull"));
        await cluster.UntilAsync("pods", "unknown", WaitingFor("ImagePullBackOff"));
        Assert.Contains("ghcr.io/none/such:v1", Waiting(cluster, "unknown").Text("message"), StringComparison.Ordinal);
        // A corrected image starts without the pod being made anew.
        cluster.Change("pods", "unknown", pod => pod.Items("spec", "containers").First()["image"] = "registry.k8s.io/pause:3");
        await cluster.UntilAsync("pods", "unknown", PodFacts.IsReady, seconds: 40);
    }

    [Fact]
    public async Task A_crash_loop_shows_the_real_fields()
    {
        await using var cluster = await RunningCluster.StartAsync(Catalogue, new NodeOptions { FirstRestartPause = TimeSpan.FromSeconds(2) });
        cluster.Create(Workloads.Pod("crash", "image: shell\ncommand: [/bin/sh, -c, 'echo out; echo bad >&2; exit 3']"));
        await cluster.UntilAsync("pods", "crash", WaitingFor("CrashLoopBackOff"));
        var status = cluster.Get("pods", "crash")!.Items("status", "containerStatuses").Single();
        Assert.Equal(3, status.Int("lastState", "terminated", "exitCode"));
        Assert.Equal("Error", status.Text("lastState", "terminated", "reason"));
        Assert.StartsWith("back-off 2s restarting failed container=main pod=crash_test(", status.Text("state", "waiting", "message"), StringComparison.Ordinal);
        // The first restart is free.
        Assert.Equal(1, status.Int("restartCount"));
        Assert.Equal("Running", cluster.Get("pods", "crash")!.Phase());
        Assert.Equal(["bad", "out"], (await cluster.LogAsync("crash")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Order());
        Assert.Equal(["bad", "out"], (await cluster.LogAsync("crash", new PodLogOptions("main", Previous: true))).Split('\n', StringSplitOptions.RemoveEmptyEntries).Order());
        await cluster.UntilAsync("pods", "crash", pod => pod.Restarts() >= 2);
        await RunningCluster.UntilAsync(() => cluster.List("events").Any(entry => entry.Text("reason") == "BackOff"));
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_a_start_error()
    {
        await using var cluster = await RunningCluster.StartAsync(Catalogue);
        cluster.Create(Workloads.Pod("gone", "image: nowhere", "restartPolicy: Never"));
        await cluster.UntilAsync("pods", "gone", pod => pod.Phase() == "Failed");
        var end = cluster.Get("pods", "gone")!.Items("status", "containerStatuses").Single().Object("state", "terminated");
        Assert.Equal(("StartError", 128), (end.Text("reason"), end.Int("exitCode")));
        Assert.Contains("executable file not found", end.Text("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Init_containers_run_in_order_and_a_sidecar_beside_the_rest()
    {
        await using var cluster = await RunningCluster.StartAsync(Catalogue);
        cluster.Create(Workloads.Pod("steps", "image: shell\ncommand: [/bin/sh, -c, 'cat $(dirname $(echo $PDP_MOUNTS | cut -d\\\" -f4))/shared/log; exit 0']\nvolumeMounts: [{name: shared, mountPath: /shared}]", """
            restartPolicy: Never
            volumes: [{name: shared, emptyDir: {}}]
            initContainers:
            - {name: first, image: shell, command: [/bin/sh, -c, "echo first >> $(echo $PDP_MOUNTS | cut -d'\"' -f4)/log"], volumeMounts: [{name: shared, mountPath: /shared}]}
            - {name: beside, image: shell, restartPolicy: Always, command: [/bin/sh, -c, "trap 'exit 0' TERM; while :; do sleep 0.1; done"]}
            - {name: second, image: shell, command: [/bin/sh, -c, "echo second >> $(echo $PDP_MOUNTS | cut -d'\"' -f4)/log"], volumeMounts: [{name: shared, mountPath: /shared}]}
            """));
        await cluster.UntilAsync("pods", "steps", pod => pod.Phase() == "Succeeded");
        Assert.Equal("first\nsecond\n", await cluster.LogAsync("steps"));
        await cluster.UntilAsync("pods", "steps", pod => pod.Items("status", "initContainerStatuses").All(status => status.At("state", "terminated") is not null));
    }

    [Fact]
    public async Task A_pod_that_asks_for_more_than_there_is_waits_and_says_for_what()
    {
        await using var cluster = await RunningCluster.StartAsync(node: new NodeOptions { Cpu = "2" });
        cluster.Create(Workloads.Pod("big", "image: app\nresources: {requests: {cpu: 1500m}}"));
        await cluster.UntilAsync("pods", "big", PodFacts.IsReady);
        cluster.Create(Workloads.Pod("more", "image: app\nresources: {requests: {cpu: '1'}}"));
        await cluster.UntilAsync("pods", "more", pod => Conditions.Find(pod, "PodScheduled").Text("reason") == "Unschedulable");
        Assert.Contains("Insufficient cpu", Conditions.Find(cluster.Get("pods", "more")!, "PodScheduled").Text("message"), StringComparison.Ordinal);
        Assert.Equal("Pending", cluster.Get("pods", "more")!.Phase());
        cluster.Delete("pods", "big");
        await cluster.UntilAsync("pods", "more", PodFacts.IsReady);
    }

    private static Func<System.Text.Json.Nodes.JsonObject, bool> WaitingFor(string reason) =>
        pod => pod.Items("status", "containerStatuses").FirstOrDefault().Text("state", "waiting", "reason") == reason;

    private static System.Text.Json.Nodes.JsonObject? Waiting(RunningCluster cluster, string pod) =>
        cluster.Get("pods", pod)!.Items("status", "containerStatuses").FirstOrDefault().Object("state", "waiting");
}
