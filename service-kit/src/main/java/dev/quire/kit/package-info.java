/**
 * What every service of Quire needs and none of them owns: {@link dev.quire.kit.Settings} read and
 * checked at the start, a process's {@link dev.quire.kit.Health}, its {@link
 * dev.quire.kit.ManagementServer} and the making of its Vert.x ({@link
 * dev.quire.kit.ServiceVertx}).
 *
 * <p>Something comes in here when a third service needs it, not before. Imports no service.
 */
@NullMarked
package dev.quire.kit;

import org.jspecify.annotations.NullMarked;
