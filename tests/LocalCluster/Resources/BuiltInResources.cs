using System.Text.Json.Nodes;
using Pdp.LocalCluster.Kinds;
using Pdp.LocalCluster.Schema;

namespace Pdp.LocalCluster.Resources;

/// <summary>The resources every cluster serves, in the order discovery lists their groups.</summary>
internal static class BuiltInResources
{
    private static readonly string[] Create = ["create"];

    public static IReadOnlyList<ResourceDefinition> All { get; } =
    [
        .. Core, .. Apps, .. Other,
    ];

    private static IEnumerable<ResourceDefinition> Core =>
    [
        Of("", "v1", "ConfigMap", "configmaps") with { ShortNames = ["cm"], Rules = new ConfigMapRules() },
        Of("", "v1", "Endpoints", "endpoints") with { ShortNames = ["ep"], CreatesOnUpdate = true },
        Of("", "v1", "Event", "events") with
        {
            ShortNames = ["ev"],
            CreatesOnUpdate = true,
            SelectableFields =
            [
                "involvedObject.kind", "involvedObject.namespace", "involvedObject.name", "involvedObject.uid", "involvedObject.apiVersion",
                "involvedObject.resourceVersion", "involvedObject.fieldPath", "reason", "reportingComponent", "source", "type",
            ],
        },
        Of("", "v1", "LimitRange", "limitranges") with { ShortNames = ["limits"] },
        Of("", "v1", "Namespace", "namespaces") with
        {
            ShortNames = ["ns"],
            Namespaced = false,
            HasStatus = true,
            NameFormat = "label",
            Verbs = ["create", "delete", "get", "list", "patch", "update", "watch"],
            InitialStatus = new JsonObject { ["phase"] = "Active" },
            SelectableFields = ["status.phase"],
            Extra = [new("finalize", "Namespace", ["update"])],
            Rules = new NamespaceRules(),
        },
        Of("", "v1", "Node", "nodes") with
        {
            ShortNames = ["no"],
            Namespaced = false,
            HasStatus = true,
            SelectableFields = ["spec.unschedulable"],
        },
        Of("", "v1", "PersistentVolumeClaim", "persistentvolumeclaims") with
        {
            ShortNames = ["pvc"],
            HasStatus = true,
            ReturnsDeleted = true,
            InitialStatus = new JsonObject { ["phase"] = "Pending" },
            Rules = new PersistentVolumeClaimRules(),
        },
        Of("", "v1", "PersistentVolume", "persistentvolumes") with
        {
            ShortNames = ["pv"],
            Namespaced = false,
            HasStatus = true,
            ReturnsDeleted = true,
            InitialStatus = new JsonObject { ["phase"] = "Pending" },
        },
        Of("", "v1", "Pod", "pods") with
        {
            ShortNames = ["po"],
            Categories = ["all"],
            HasStatus = true,
            ReturnsDeleted = true,
            CountsGenerations = true,
            SelectableFields =
            [
                "spec.nodeName", "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName", "spec.hostNetwork", "status.phase",
                "status.podIP", "status.nominatedNodeName",
            ],
            Extra = [new("binding", "Binding", Create), new("eviction", "Eviction", Create, "policy", "v1"), new("log", "Pod", ["get"])],
            Rules = new PodRules(),
        },
        Of("", "v1", "PodTemplate", "podtemplates") with { ReturnsDeleted = true, CountsGenerations = true },
        Of("", "v1", "ReplicationController", "replicationcontrollers") with
        {
            ShortNames = ["rc"],
            Categories = ["all"],
            HasStatus = true,
            CountsGenerations = true,
            Scale = ScalePaths.Workload,
        },
        Of("", "v1", "ResourceQuota", "resourcequotas") with { ShortNames = ["quota"], HasStatus = true, ReturnsDeleted = true },
        Of("", "v1", "Secret", "secrets") with { SelectableFields = ["type"], Rules = new SecretRules() },
        Of("", "v1", "ServiceAccount", "serviceaccounts") with
        {
            ShortNames = ["sa"],
            ReturnsDeleted = true,
            Extra = [new("token", "TokenRequest", Create, "authentication.k8s.io", "v1")],
        },
        Of("", "v1", "Service", "services") with
        {
            ShortNames = ["svc"],
            Categories = ["all"],
            HasStatus = true,
            ReturnsDeleted = true,
            NameFormat = "label",
            SelectableFields = ["spec.clusterIP", "spec.type"],
            InitialStatus = new JsonObject { ["loadBalancer"] = new JsonObject() },
            Rules = new ServiceRules(),
        },
    ];

    private static IEnumerable<ResourceDefinition> Apps =>
    [
        Of("apps", "v1", "ControllerRevision", "controllerrevisions"),
        Workload("DaemonSet", "daemonsets", "ds") with { Scale = null },
        Workload("Deployment", "deployments", "deploy") with { KeptByStatus = [["metadata", "labels"]] },
        Workload("ReplicaSet", "replicasets", "rs") with { SelectableFields = ["status.replicas"] },
        Workload("StatefulSet", "statefulsets", "sts") with { Rules = new StatefulSetRules() },
    ];

    private static IEnumerable<ResourceDefinition> Other =>
    [
        Of("events.k8s.io", "v1", "Event", "events") with
        {
            Type = BuiltInTypes.Get("events.Event"),
            ShortNames = ["ev"],
            View = EventView.Of,
            SelectableFields = ["reason", "reportingController", "type", "regarding.name", "regarding.kind"],
        },
        Review("authentication.k8s.io", "TokenReview", "tokenreviews"),
        Review("authentication.k8s.io", "SelfSubjectReview", "selfsubjectreviews"),
        Review("authorization.k8s.io", "LocalSubjectAccessReview", "localsubjectaccessreviews") with { Namespaced = true },
        Review("authorization.k8s.io", "SelfSubjectAccessReview", "selfsubjectaccessreviews"),
        Review("authorization.k8s.io", "SelfSubjectRulesReview", "selfsubjectrulesreviews"),
        Review("authorization.k8s.io", "SubjectAccessReview", "subjectaccessreviews"),
        Of("autoscaling", "v2", "HorizontalPodAutoscaler", "horizontalpodautoscalers") with
        {
            ShortNames = ["hpa"],
            Categories = ["all"],
            HasStatus = true,
            Rules = new AutoscalerRules(),
        },
        Of("batch", "v1", "CronJob", "cronjobs") with
        {
            ShortNames = ["cj"],
            Categories = ["all"],
            HasStatus = true,
            CountsGenerations = true,
            Rules = new CronJobRules(),
        },
        Of("batch", "v1", "Job", "jobs") with
        {
            Categories = ["all"],
            HasStatus = true,
            CountsGenerations = true,
            SelectableFields = ["status.successful"],
            Rules = new JobRules(),
        },
        Of("networking.k8s.io", "v1", "IngressClass", "ingressclasses") with { Namespaced = false, CountsGenerations = true },
        Of("networking.k8s.io", "v1", "Ingress", "ingresses") with
        {
            ShortNames = ["ing"],
            HasStatus = true,
            CountsGenerations = true,
            Rules = new IngressRules(),
        },
        Of("networking.k8s.io", "v1", "NetworkPolicy", "networkpolicies") with
        {
            ShortNames = ["netpol"],
            CountsGenerations = true,
            Rules = new NetworkPolicyRules(),
        },
        Of("policy", "v1", "PodDisruptionBudget", "poddisruptionbudgets") with
        {
            ShortNames = ["pdb"],
            HasStatus = true,
            CountsGenerations = true,
            Rules = new DisruptionBudgetRules(),
        },
        Rbac("ClusterRoleBinding", "clusterrolebindings") with { Namespaced = false, Rules = new RoleBindingRules() },
        Rbac("ClusterRole", "clusterroles") with { Namespaced = false },
        Rbac("RoleBinding", "rolebindings") with { Rules = new RoleBindingRules() },
        Rbac("Role", "roles"),
        Of("storage.k8s.io", "v1", "StorageClass", "storageclasses") with
        {
            ShortNames = ["sc"],
            Namespaced = false,
            ReturnsDeleted = true,
        },
        Of("apiextensions.k8s.io", "v1", "CustomResourceDefinition", "customresourcedefinitions") with
        {
            ShortNames = ["crd", "crds"],
            Categories = ["api-extensions"],
            Namespaced = false,
            HasStatus = true,
            CountsGenerations = true,
            AllowsUnconditionalUpdate = false,
            Rules = new CustomResourceDefinitionRules(),
        },
        Of("scheduling.k8s.io", "v1", "PriorityClass", "priorityclasses") with
        {
            ShortNames = ["pc"],
            Namespaced = false,
            CountsGenerations = true,
        },
        Of("coordination.k8s.io", "v1", "Lease", "leases") with { AllowsUnconditionalUpdate = false, CreatesOnUpdate = true },
        Of("discovery.k8s.io", "v1", "EndpointSlice", "endpointslices") with { CountsGenerations = true },
    ];

    private static ResourceDefinition Of(string group, string version, string kind, string plural) =>
        new(group, version, kind, plural) { Type = BuiltInTypes.Get(kind) };

    private static ResourceDefinition Workload(string kind, string plural, string shortName) => Of("apps", "v1", kind, plural) with
    {
        ShortNames = [shortName],
        Categories = ["all"],
        HasStatus = true,
        CountsGenerations = true,
        Scale = ScalePaths.Workload,
        Rules = new WorkloadRules(),
    };

    private static ResourceDefinition Review(string group, string kind, string plural) =>
        Of(group, "v1", kind, plural) with { Namespaced = false, Verbs = Create };

    private static ResourceDefinition Rbac(string kind, string plural) =>
        Of("rbac.authorization.k8s.io", "v1", kind, plural) with { NameFormat = "pathSegment", CreatesOnUpdate = true };
}
