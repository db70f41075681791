using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace NetApi.Tests.Architecture;

/// <summary>A type that uses another: in a base, a field, a signature, an attribute or the body of a method.</summary>
/// <param name="From">Full name of the outermost type that uses.</param>
/// <param name="To">Full name of the outermost type that is used.</param>
/// <param name="Member">The member that is called; null where only the type is named.</param>
internal sealed record Dependency(string From, string To, string? Member);

/// <summary>Reads from an assembly's own code which type uses which; reflection alone does not see the bodies of methods.</summary>
internal static class Dependencies
{
    public static IReadOnlyCollection<Dependency> Of(Assembly assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly.Location));
        var reader = file.GetMetadataReader();
        var found = new HashSet<Dependency>();
        foreach (var handle in reader.TypeDefinitions)
        {
            var type = reader.GetTypeDefinition(handle);
            var from = NameOf(reader, handle);
            foreach (var method in type.GetMethods().Select(reader.GetMethodDefinition).Where(m => m.RelativeVirtualAddress != 0))
            {
                foreach (var token in Tokens.In(file.GetMethodBody(method.RelativeVirtualAddress).GetILBytes()!))
                    found.UnionWith(Uses(reader, from, token));
            }
        }
        foreach (var type in assembly.GetTypes())
            found.UnionWith(Signatures(type).Select(t => new Dependency(Outermost(type), Outermost(t), null)));
        return [.. found.Where(d => d.From != d.To)];
    }

    private static IEnumerable<Dependency> Uses(MetadataReader reader, string from, EntityHandle token)
    {
        switch (token.Kind)
        {
            case HandleKind.MemberReference:
                var member = reader.GetMemberReference((MemberReferenceHandle)token);
                return Uses(reader, from, member.Parent).Select(d => d with { Member = reader.GetString(member.Name) });
            case HandleKind.MethodSpecification:
                return Uses(reader, from, reader.GetMethodSpecification((MethodSpecificationHandle)token).Method);
            case HandleKind.MethodDefinition:
                return [new Dependency(from, NameOf(reader, reader.GetMethodDefinition((MethodDefinitionHandle)token).GetDeclaringType()), null)];
            case HandleKind.FieldDefinition:
                return [new Dependency(from, NameOf(reader, reader.GetFieldDefinition((FieldDefinitionHandle)token).GetDeclaringType()), null)];
            case HandleKind.TypeDefinition:
                return [new Dependency(from, NameOf(reader, (TypeDefinitionHandle)token), null)];
            case HandleKind.TypeReference:
                return [new Dependency(from, NameOf(reader, (TypeReferenceHandle)token), null)];
            case HandleKind.TypeSpecification:
                var names = reader.GetTypeSpecification((TypeSpecificationHandle)token).DecodeSignature(new SignatureNames(), null);
                return names.Select(n => new Dependency(from, n, null));
            default:
                return [];
        }
    }

    private static IEnumerable<Type> Signatures(Type type)
    {
        const BindingFlags all = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        var methods = type.GetMethods(all).Cast<MethodBase>().Concat(type.GetConstructors(all));
        return new[] { type.BaseType }.OfType<Type>()
            .Concat(type.GetInterfaces())
            .Concat(type.GetFields(all).Select(f => f.FieldType))
            .Concat(methods.SelectMany(m => m.GetParameters().Select(p => p.ParameterType)))
            .Concat(type.GetMethods(all).Select(m => m.ReturnType))
            .SelectMany(Parts);
    }

    private static IEnumerable<Type> Parts(Type type)
    {
        if (type.HasElementType)
            return Parts(type.GetElementType()!);
        return type.IsGenericParameter ? [] : type.GetGenericArguments().SelectMany(Parts).Append(type);
    }

    private static string Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : $"{type.Namespace}.{type.Name}";

    internal static string NameOf(MetadataReader reader, TypeDefinitionHandle handle)
    {
        var type = reader.GetTypeDefinition(handle);
        return type.GetDeclaringType() is { IsNil: false } outer ? NameOf(reader, outer) : $"{reader.GetString(type.Namespace)}.{reader.GetString(type.Name)}";
    }

    internal static string NameOf(MetadataReader reader, TypeReferenceHandle handle)
    {
        var type = reader.GetTypeReference(handle);
        return type.ResolutionScope.Kind == HandleKind.TypeReference
            ? NameOf(reader, (TypeReferenceHandle)type.ResolutionScope)
            : $"{reader.GetString(type.Namespace)}.{reader.GetString(type.Name)}";
    }
}
