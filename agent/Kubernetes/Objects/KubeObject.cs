using System.Text.Json.Nodes;

namespace Pdp.Kubernetes.Objects;

/// <summary>
/// Reads what every Kubernetes object has. A field that is missing or of another type reads as null, never as an exception.
/// </summary>
public static class KubeObject
{
    extension(JsonObject obj)
    {
        /// <summary><c>apiVersion</c>.</summary>
        public string? ApiVersion => obj.GetString("apiVersion");

        /// <summary><c>kind</c>.</summary>
        public string? Kind => obj.GetString("kind");

        /// <summary><c>metadata.name</c>.</summary>
        public string? Name => obj.GetString("metadata", "name");

        /// <summary><c>metadata.namespace</c>; null when cluster-scoped.</summary>
        public string? Namespace => obj.GetString("metadata", "namespace") is { Length: > 0 } name ? name : null;

        /// <summary><c>metadata.uid</c>; null on an object that is not from a server.</summary>
        public string? Uid => obj.GetString("metadata", "uid");

        /// <summary><c>metadata.resourceVersion</c>: opaque, compare for equality only.</summary>
        public string? ResourceVersion => obj.GetString("metadata", "resourceVersion");

        /// <summary><c>metadata.generation</c>: counts changes of the specification; null where the kind has none.</summary>
        public long? Generation => obj.GetInt64("metadata", "generation");

        /// <summary>Whether deletion has been asked for and finalizers still hold the object.</summary>
        public bool IsBeingDeleted => obj.GetString("metadata", "deletionTimestamp") is not null;

        /// <summary><c>metadata.labels</c>; null when there are none.</summary>
        public JsonObject? Labels => obj.GetObject("metadata", "labels");

        /// <summary><c>metadata.annotations</c>; null when there are none.</summary>
        public JsonObject? Annotations => obj.GetObject("metadata", "annotations");

        /// <summary><c>metadata.ownerReferences</c>; empty when there are none.</summary>
        public IEnumerable<JsonObject> OwnerReferences => obj.GetObjects("metadata", "ownerReferences");

        /// <summary><c>spec</c>.</summary>
        public JsonObject? Spec => obj.GetObject("spec");

        /// <summary><c>status</c>.</summary>
        public JsonObject? Status => obj.GetObject("status");

        /// <summary>The value of one label; null when it is not set.</summary>
        public string? Label(string key) => obj.GetString("metadata", "labels", key);

        /// <summary>The value of one annotation; null when it is not set.</summary>
        public string? Annotation(string key) => obj.GetString("metadata", "annotations", key);

        /// <summary>The entry of <c>status.conditions</c> of this type; null when there is none.</summary>
        public JsonObject? Condition(string type) =>
            obj.GetObjects("status", "conditions").FirstOrDefault(condition => condition.GetString("type") == type);

        /// <summary>The owner reference with <c>controller: true</c>; null when nothing controls the object.</summary>
        public JsonObject? ControllerReference => obj.OwnerReferences.FirstOrDefault(owner => owner.GetBoolean("controller") is true);
    }
}
